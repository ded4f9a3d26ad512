#!/usr/bin/env bash
# Lays out an installation:  Scripts/package/stage.sh PROGRAM ROOT PREFIX
#
# Everything goes below ROOT/PREFIX (ROOT is empty for an installation on this system). The list of the files
# and of the folders that were made is PREFIX/share/effscope/files, which unstage.sh reads. FOR_DEBIAN=1 leaves
# out what a Debian package has in its own form.
# ZSH_FOLDER is where zsh looks below PREFIX (default: share/zsh/site-functions).
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: $0 PROGRAM ROOT PREFIX" >&2; exit 64; }
program=$(realpath "$1") root=$2 prefix=$3
cd "$(dirname "$0")/../.."
[ -x "$program" ] || { echo "stage: error: '$program' is not built; run 'make build'" >&2; exit 66; }
[ "${prefix:0:1}" = / ] || { echo "stage: error: the prefix '$prefix' is not an absolute path" >&2; exit 64; }

# What a former version installed goes first, so that no file of it stays.
Scripts/package/unstage.sh "$root" "$prefix" quiet
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
place() { # place MODE FILE PATH: FILE becomes PREFIX/PATH
  local folder
  folder=$(dirname "$3")
  while [ "$folder" != . ] && [ ! -e "$root$prefix/$folder" ]; do
    printf '%s/\n' "$folder" >>"$made/files"
    folder=$(dirname "$folder")
  done
  install -D -m "$1" "$2" "$root$prefix/$3"
  printf '%s\n' "$3" >>"$made/files"
}

for name in effscope effscope-hdf5; do
  cp -L "$(dirname "$program")/$name" "$made/$name"
  strip --strip-all "$made/$name"
  place 755 "$made/$name" "bin/$name"
done

Scripts/package/manpages.py "$program" "$made/man"
cp Scripts/package/effscope-hdf5.1 "$made/man/"
gzip -9n "$made"/man/*.1
for page in "$made"/man/*.gz; do place 644 "$page" "share/man/man1/$(basename "$page")"; done

for shell in bash zsh fish; do
  EFFSCOPE_HOME=/nonexistent "$program" --generate-completion-script "$shell" >"$made/$shell"
done
# A file that is read, not run, has no interpreter line.
sed -i '1{/^#!/d}' "$made/bash"
place 644 "$made/bash" share/bash-completion/completions/effscope
place 644 "$made/zsh" "${ZSH_FOLDER:-share/zsh/site-functions}/_effscope"
place 644 "$made/fish" share/fish/vendor_completions.d/effscope.fish

for file in Assets/*.png Assets/*.jpg Assets/ATTRIBUTION.md Themes/*.toml; do place 644 "$file" "share/effscope/$file"; done
place 644 Scripts/package/effscope.desktop share/applications/effscope.desktop
place 644 Scripts/package/effscope.svg share/icons/hicolor/scalable/apps/effscope.svg
place 644 THIRD-PARTY.md share/doc/effscope/THIRD-PARTY.md
# Debian's packages name their licence in the file 'copyright', and dpkg has the list of their files.
if [ -z "${FOR_DEBIAN:-}" ]; then
  place 644 LICENSE share/doc/effscope/LICENSE
  printf '%s\n' share/effscope/files >>"$made/files"
  LC_ALL=C sort -o "$made/files" "$made/files"
  install -D -m 644 "$made/files" "$root$prefix/share/effscope/files"
fi
