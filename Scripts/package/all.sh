#!/usr/bin/env bash
# Writes every package, the list of contents and checksums:  Scripts/package/all.sh PROGRAM FOLDER
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 PROGRAM FOLDER" >&2; exit 64; }
mkdir -p "$2"
program=$(realpath "$1") out=$(realpath "$2")
cd "$(dirname "$0")/../.."
if command -v dpkg-deb >/dev/null; then
  Scripts/package/deb.sh "$program" "$out"
else
  echo "package: no Debian package: this is not a Debian system"
fi
Scripts/package/archive.sh "$program" "$out"
Scripts/dependencies.py sbom "$out/effscope.cdx.json"
cd "$out"
find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs sha256sum >SHA256SUMS
echo "$out/SHA256SUMS"
