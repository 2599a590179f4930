#!/usr/bin/env bash
# Lets the simulator look for every planted bug and prints a table: run.sh [SEEDS] [BUG...], by default 2000 seeds and all bugs.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
seeds=${1:-2000}
shift || true
bugs=("$@")
if [ ${#bugs[@]} -eq 0 ]; then
  for bug in "$here"/*.patch; do bugs+=("$(basename "$bug" .patch)"); done
fi

export MSBUILDDISABLENODEREUSE=0 UseSharedCompilation=true
dotnet build "$root/src/DeAI.Chain.Cli" -c Release -p:PlantedBugs=true --nologo -v quiet || exit 1
simulator="$root/.planted/bin/DeAI.Chain.Cli/Release/net10.0/deai.dll"

missed=0
printf '| bug | found by | at seed |\n|---|---|---|\n'
for bug in "${bugs[@]}"; do
  name=${bug#*-}
  # What no cluster can show is left to the tests of one project, which its patch names.
  project=$(sed -n 's/^Test: //p' "$here"/*-"$name".patch)
  if [ -n "$project" ]; then
    test=$(DEAI_PLANTED_BUG=$name dotnet test "$root/tests/$project" -c Release -p:PlantedBugs=true --nologo 2>&1 | sed -nE 's/^ +Failed ([A-Za-z0-9_.]+).*/\1/p' | head -1)
    if [ -n "$test" ]; then
      printf '| %s | test %s | |\n' "$name" "$test"
    else
      printf '| %s | NOT FOUND | |\n' "$name"
      missed=1
    fi
    continue
  fi

  # Seeds run two at a time and the first line to come names the first failure; invariants open each violation.
  output=$(DEAI_PLANTED_BUG=$name dotnet "$simulator" sim run --seeds "1..$seeds" --until-failure 2>&1)
  status=$?
  line=$(grep -m1 -E '^seed [0-9]+: ' <<< "$output")
  if [ -n "$line" ]; then
    printf '| %s | %s | %s |\n' "$name" "$(sed -E 's/^seed [0-9]+: ([A-Za-z]+) .*/\1/' <<< "$line")" "$(sed -E 's/^seed ([0-9]+).*/\1/' <<< "$line")"
  elif [ $status -eq 0 ]; then
    printf '| %s | NOT FOUND in %s seeds | |\n' "$name" "$seeds"
    missed=1
  else
    printf '| %s | THE SIMULATOR ITSELF FAILED with status %s | |\n' "$name" "$status"
    missed=1
  fi
done
exit $missed
