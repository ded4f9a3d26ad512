#!/usr/bin/env bash
# Builds the last commit in two folders and compares the programs:  Scripts/package/same-bytes.sh [FOLDER]
#
# Takes two full builds (some minutes each) and about 6 GB below FOLDER (default: a temporary folder), which are
# removed again. The exit code is 1 if the bytes differ.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/effscope-same.XXXXXX")
trap 'rm -rf "$work"' EXIT
source=$(pwd)
# Names and depths differ, so that a path in the program shows.
folders=("$work/one" "$work/another/deeper/place")
for folder in "${folders[@]}"; do
  git clone --quiet --no-hardlinks "$source" "$folder"
  git -C "$folder" checkout --quiet "$(git rev-parse HEAD)"
  "$folder/Scripts/build.sh" effscope-hdf5 effscope | tail -1
done
status=0
for program in effscope effscope-hdf5; do
  a=${folders[0]}/.build/release/$program b=${folders[1]}/.build/release/$program
  if cmp "$a" "$b"; then
    echo "same: $program $(sha256sum <"$a" | cut -d' ' -f1)"
  else
    status=1
    echo "different: $program; texts with a folder in them:"
    for file in "$a" "$b"; do strings -a "$file" | grep -F "$work" | sort | uniq -c | sort -rn | head -5 || true; done
  fi
done
exit $status
