#!/usr/bin/env bash
# Installs the system libraries that DeAI.Chain calls. Run it as often as you like: what is there is left alone.
set -euo pipefail

# what to look for : its name : Debian package
needed=(
  "lib:librocksdb.so.7.8:librocksdb7.8"
  "lib:libsodium.so.23:libsodium23"
  "lib:libcrypto.so.3:libssl3"
)
# Only the tests use these: clients that nobody here wrote, the model checker with the compiler that it needs, and network namespaces.
for_tests=(
  "python:grpc:python3-grpcio"
  "python:msgpack:python3-msgpack"
  "python:cryptography:python3-cryptography"
  "command:spin:spin"
  "command:ip:iproute2"
  "command:gcc:gcc"
  "file:/usr/include/stdio.h:libc6-dev"
)

libraries=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null || true)

present() {
  case "$1" in
    lib) grep -q -F "$2" <<<"$libraries" ;;
    command) command -v "$2" >/dev/null 2>&1 ;;
    file) [ -e "$2" ] ;;
    python) /usr/bin/python3 -c "import $2" >/dev/null 2>&1 ;;
  esac
}

missing=()
for entry in "${needed[@]}" "${for_tests[@]}"; do
  IFS=: read -r kind name package <<<"$entry"
  present "$kind" "$name" || missing+=("$package")
done

if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
  echo "setup: the .NET 10 SDK is missing. Install it (package dotnet-sdk-10.0, or Microsoft's installer) and run this again." >&2
  exit 1
fi

if [ "${#missing[@]}" -eq 0 ]; then
  echo "setup: everything needed is installed."
  exit 0
fi

if ! command -v apt-get >/dev/null 2>&1; then
  cat >&2 <<TXT
setup: missing: ${missing[*]}
This script installs on Debian and its relatives only. Elsewhere install, by your package manager:
  RocksDB 7.8 or later    (Fedora: rocksdb, Arch: rocksdb, macOS: brew install rocksdb)
  libsodium 1.0.18+       (Fedora: libsodium, Arch: libsodium, macOS: brew install libsodium)
  OpenSSL 3 (libcrypto)   (present almost everywhere)
and, for some of the tests only, grpcio, msgpack and cryptography for /usr/bin/python3, spin 6.5 with gcc, and iproute2.
TXT
  exit 1
fi

sudo=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "setup: needs root to install ${missing[*]}; run it as root." >&2; exit 1; }
  sudo="sudo"
fi

echo "setup: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 \
  || { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; }
echo "setup: done."
