#!/usr/bin/env bash
# Writes an archive that runs on any Linux with glibc 2.36 or newer:  Scripts/package/archive.sh PROGRAM FOLDER
#
# The libraries that not every distribution has under the same name lie beside the program, with a font; terminal
# entries are found where distributions keep them. Nothing under the GPL is in it: Debian's libheif (x265),
# libtiff (jbig) and libhdf5 (through libcurl) are left to the system, and `effscope doctor` says what is absent.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 PROGRAM FOLDER" >&2; exit 64; }
mkdir -p "$2"
program=$(realpath "$1") out=$(realpath "$2")
cd "$(dirname "$0")/../.."
for tool in patchelf zstd; do
  command -v "$tool" >/dev/null || { echo "archive: error: '$tool' is missing; apt install $tool" >&2; exit 69; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
Scripts/package/bundle.sh "$program" "$work/effscope"

facts=$("$program" --version --format json)
fact() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]] or "")' "$1" <<<"$facts"; }
name=effscope-$(fact version)-linux-$(uname -m)
mv "$work/effscope" "$work/$name"
date=$(fact commit_date)
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="${date:-1970-01-01T00:00:00Z}" -cf - "$name" |
  zstd -q -f -15 -o "$out/$name.tar.zst"
echo "$out/$name.tar.zst"
