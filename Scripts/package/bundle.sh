#!/usr/bin/env bash
# Lays out the program with its libraries:  Scripts/package/bundle.sh PROGRAM FOLDER
#
# FOLDER/bin/effscope is a script that names the font and the folders of terminal entries and starts
# FOLDER/libexec/effscope, which finds its libraries in FOLDER/lib.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 PROGRAM FOLDER" >&2; exit 64; }
program=$(realpath "$1") folder=$2
cd "$(dirname "$0")/../.."
here=Scripts/package
"$here/stage.sh" "$program" "$folder" /
mv "$folder/bin" "$folder/libexec"
mkdir "$folder/bin" "$folder/lib" "$folder/etc"
rm -f "$folder/share/effscope/files" "$folder/libexec/effscope-hdf5" "$folder/share/man/man1/effscope-hdf5.1.gz"
install -m 755 "$here/launcher.sh" "$folder/bin/effscope"
install -m 644 "$here/fonts.conf" "$folder/etc/fonts.conf"

# What the libraries of every glibc system are: see the policies of auditwheel (manylinux).
system='^(ld-linux.*|libc|libm|libdl|libpthread|librt|libgcc_s|libstdc\+\+)\.so'
# Of these the GPL is the only licence, or they bring such a library along.
refused='^(libx265|libde265|libjbig|libtiff|libheif|libgs|libreadline)\.so'
copy_needed() {
  ldd "$1" | awk '$3 ~ /^\// { print $1, $3 }' | while read -r name path; do
    [[ $name =~ $system || -e $folder/lib/$name ]] && continue
    [[ $name =~ $refused ]] && { echo "bundle: error: '$1' needs $name, which may not be bundled" >&2; exit 1; }
    cp -L "$path" "$folder/lib/$name"
  done
}
copy_needed "$folder/libexec/effscope"
# GIF is read by a small library without others.
gif=$(ldconfig -p | awk '$1 == "libgif.so.7" { print $NF; exit }')
[ -z "$gif" ] || cp -L "$gif" "$folder/lib/libgif.so.7"
chmod 755 "$folder"/lib/*
for library in "$folder"/lib/*; do
  strip --strip-unneeded "$library"
  # shellcheck disable=SC2016
  patchelf --set-rpath '$ORIGIN' "$library"
done
# shellcheck disable=SC2016
patchelf --set-rpath '$ORIGIN/../lib' "$folder/libexec/effscope"

font=$(dpkg -L fonts-dejavu-core | grep '/DejaVuSans.ttf$')
install -D -m 644 "$font" "$folder/share/fonts/DejaVuSans.ttf"
install -D -m 644 "$(dirname "$font")/DejaVuSans-Bold.ttf" "$folder/share/fonts/DejaVuSans-Bold.ttf"
# The licences of what is bundled, as the packages have them.
mkdir -p "$folder/share/doc/effscope/licences"
{
  for library in "$folder"/lib/*; do
    basename "$library"
  done
  echo fonts-dejavu-core
} | while read -r name; do
  package=fonts-dejavu-core
  [ "$name" = fonts-dejavu-core ] ||
    package=$(dpkg -S "*/$name" 2>/dev/null | awk -F: '!/-dev|:i386/ { print $1; exit }')
  [ -e "/usr/share/doc/$package/copyright" ] || { echo "bundle: error: no licence for $name" >&2; exit 1; }
  cp "/usr/share/doc/$package/copyright" "$folder/share/doc/effscope/licences/$package"
done
