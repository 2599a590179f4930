#!/usr/bin/env bash
# Copies those sources of a project that planted bugs touch, and plants them: plant.sh PROJECT_FOLDER TARGET_FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$1
target=$2
name=$(basename "$project")
rm -rf "$target"
mkdir -p "$target"
for bug in "$here"/*.patch; do
  for file in $(sed -n "s|^+++ b/src/$name/||p" "$bug"); do
    if [ ! -e "$target/$file" ]; then
      mkdir -p "$target/$(dirname "$file")"
      cp "$project/$file" "$target/$file"
    fi
  done
  if grep -q "^+++ b/src/$name/" "$bug"; then
    patch --quiet --strip=3 --no-backup-if-mismatch --directory="$target" < "$bug" || { echo "$(basename "$bug") does not fit the sources any more: plant it anew" >&2; exit 1; }
  fi
done
