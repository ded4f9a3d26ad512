#!/usr/bin/env bash
# Removes an installation:  Scripts/package/unstage.sh ROOT PREFIX [quiet]
#
# Files are those that stage.sh listed; a folder that it made goes when nothing is left in it.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: $0 ROOT PREFIX [quiet]" >&2; exit 64; }
top=$1$2 list=$1$2/share/effscope/files
if [ ! -e "$list" ]; then
  [ "${3:-}" = quiet ] || echo "uninstall: nothing is installed under '$top'"
  exit 0
fi
files=()
while IFS= read -r file; do
  # A list that was changed must not lead elsewhere.
  case "/$file/" in //* | */../*) echo "uninstall: error: '$list' names '$file'" >&2; exit 65 ;; esac
  files+=("$file")
done <"$list"
for file in "${files[@]}"; do [[ $file == */ ]] || rm -f "$top/$file"; done
# The longest paths first: a folder after what is in it.
for ((i = ${#files[@]} - 1; i >= 0; i--)); do
  [[ ${files[i]} != */ ]] || rmdir "$top/${files[i]}" 2>/dev/null || true
done
