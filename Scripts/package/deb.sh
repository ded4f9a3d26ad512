#!/usr/bin/env bash
# Writes a Debian package for the Debian that this runs on:  Scripts/package/deb.sh PROGRAM FOLDER
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 PROGRAM FOLDER" >&2; exit 64; }
mkdir -p "$2"
program=$(realpath "$1") out=$(realpath "$2")
cd "$(dirname "$0")/../.."
for tool in dpkg-deb:dpkg dpkg-shlibdeps:dpkg-dev fakeroot:fakeroot gzip:gzip; do
  command -v "${tool%:*}" >/dev/null || { echo "deb: error: '${tool%:*}' is missing; apt install ${tool#*:}" >&2; exit 69; }
done
# shellcheck disable=SC1091
release=$(. /etc/os-release && echo "${VERSION_ID:-}")
case $release in
  12) avif=libavif15 ;;
  *) avif=libavif16 ;;
esac

facts=$("$program" --version --format json)
fact() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]] or "")' "$1" <<<"$facts"; }
version=$(fact version)-1~deb$release date=$(fact commit_date)
[ -n "$date" ] || { echo "deb: error: the program does not know its commit; build it with 'make build'" >&2; exit 69; }
SOURCE_DATE_EPOCH=$(date -d "$date" +%s)
export SOURCE_DATE_EPOCH
architecture=$(dpkg --print-architecture)
# As for the tools of Debian: DEBFULLNAME and DEBEMAIL, or else the author of the commit.
maintainer="${DEBFULLNAME:-$(git log -1 --format=%an)} <${DEBEMAIL:-$(git log -1 --format=%ae)}>"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -m 755 "$root"
umask 022
ZSH_FOLDER=share/zsh/vendor-completions FOR_DEBIAN=1 Scripts/package/stage.sh "$program" "$root" /usr
doc=$root/usr/share/doc/effscope
{
  printf 'effscope (%s) stable; urgency=medium\n\n' "$version"
  printf '  * Release %s; /usr/share/doc/effscope/NEWS.md.gz has the changes.\n\n' "$(fact version)"
  printf ' -- %s  %s\n' "$maintainer" "$(LC_ALL=C date -u -R -d "$date")"
} | gzip -9n >"$doc/changelog.Debian.gz"
gzip -9n <CHANGELOG.md >"$doc/NEWS.md.gz"
cat >"$doc/copyright" <<'END'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Effscope
Comment: THIRD-PARTY.md in this folder lists what the program contains, with licences.

Files: *
Copyright: 2026 The Effscope authors
License: Apache-2.0
 On Debian systems, the full text of the Apache License, version 2.0, is in the
 file "/usr/share/common-licenses/Apache-2.0".
END

# dpkg-shlibdeps reads the package's fields from debian/control.
mkdir "$work/debian"
printf 'Source: effscope\n\nPackage: effscope\nArchitecture: %s\n' "$architecture" >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O root/usr/bin/effscope root/usr/bin/effscope-hdf5 2>/dev/null)
mkdir "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<END
Package: effscope
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k -s --apparent-size "$root/usr" | cut -f1)
Depends: ${libraries#shlibs:Depends=}, python3-pip, curl, fonts-dejavu-core
Recommends: ncurses-term, libgif7, libtiff6, libheif1, $avif
Section: science
Priority: optional
Description: terminal explorer for EfficientNet with class activation maps
 Effscope shows the layers of an EfficientNet, the classes that it finds in a
 photograph, and where in the photograph the evidence for a class is. It has
 its own engine for CPUs and works over ssh; everything in the explorer is also
 available on the command line.
END
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -print0 | xargs -0 touch -h -d "@$SOURCE_DATE_EPOCH"
file=$out/effscope_${version}_$architecture.deb
fakeroot dpkg-deb --root-owner-group -Zxz -b "$root" "$file" >/dev/null
echo "$file"
