#!/usr/bin/env bash
# Proves the packages on a bare Debian:  Scripts/package/bare.sh bookworm|trixie [PACKAGES]
#
# A system without Swift and compiler is made by debootstrap (kept in ROOTS for the next run) and copied. In the copy the
# Debian package is installed, lite0 pulled, a photograph classified, the explorer drawn in tmux, and the package
# removed; then the same with the archive. PACKAGES is where `make package` wrote (default: .build/packages).
# Needs root, the network, and: apt install debootstrap.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -ge 1 ] || { echo "usage: $0 SUITE [PACKAGES]" >&2; exit 64; }
suite=$1 packages=$(realpath "${2:-.build/packages}") roots=${ROOTS:-/var/tmp/effscope-roots}
case $suite in
  bookworm) release=12 ;;
  trixie) release=13 ;;
  *) echo "bare: error: the suite is '$suite'; use bookworm or trixie" >&2; exit 64 ;;
esac
fail() { printf 'bare: error: %s\n' "$*" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "bare: error: 'debootstrap' is missing; apt install debootstrap" >&2; exit 69; }
[ "$(id -u)" -eq 0 ] || { echo 'bare: error: chroot needs root' >&2; exit 69; }
[ -e "$roots/$suite/etc/debian_version" ] ||
  debootstrap --variant=minbase "$suite" "$roots/$suite" http://deb.debian.org/debian

root=$(mktemp -d "$roots/run.XXXXXX")
clean() {
  umount -q "$root/proc" "$root/dev/pts" "$root/dev" 2>/dev/null || true
  mountpoint -q "$root/dev" || rm -rf --one-file-system "$root"
}
trap clean EXIT
cp -a "$roots/$suite/." "$root/"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
[ ! -e /etc/ssl/certs/ca-certificates.crt ] || install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
inside() {
  chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    TERM=xterm-256color DEBIAN_FRONTEND=noninteractive "$@"
}

# What both kinds need of the system, so that the difference is the package's own.
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends tmux zstd python3-pip curl ncurses-term man-db ca-certificates >/dev/null
for tool in swift cc gcc clang; do ! inside sh -c "command -v $tool" >/dev/null || fail "$tool is there"; done

try() { # try PROGRAM PHOTOGRAPH
  inside "$1" --version
  inside "$1" doctor | sed 's/^/    /'
  inside "$1" weights pull lite0
  inside "$1" classify "$2" | tee "$root/tmp/classes"
  grep -q 'Egyptian cat' "$root/tmp/classes" || fail 'the photograph has no cat'
  inside "$1" cam "$2" --legend -o /tmp/overlay.png
  inside tmux -L bare new-session -d -x 120 -y 40 "$1 explore $2"
  for _ in $(seq 60); do
    sleep 1
    inside tmux -L bare capture-pane -p >"$root/tmp/screen" 2>/dev/null || fail 'the explorer ended'
    ! grep -q 'Egyptian cat' "$root/tmp/screen" || break
  done
  cat "$root/tmp/screen"
  grep -q 'Egyptian cat' "$root/tmp/screen" || fail 'the explorer shows no class'
  inside tmux -L bare kill-server
}

echo "==> $suite: the Debian package"
package=$(ls "$packages"/effscope_*~deb"$release"_*.deb)
cp "$package" "$root/tmp/effscope.deb"
inside apt-get install -y -qq --no-install-recommends /tmp/effscope.deb >/dev/null
inside sh -c 'dpkg-query -W -f "\${Package} \${Version}\n" effscope; test -e /usr/share/man/man1/effscope-cam.1.gz || ls /etc/dpkg/dpkg.cfg.d'
try effscope /usr/share/effscope/Assets/chelsea.png
inside dpkg --purge effscope >/dev/null
(cd "$root" && find . -xdev -path ./proc -prune -o -name '*effscope*' -print | grep -vE '^\./(root|tmp|var/(lib|cache|log))/') && fail 'files of the package stay'

echo "==> $suite: the archive"
archive=$(ls "$packages"/effscope-*-linux-"$(uname -m)".tar.zst)
cp "$archive" "$root/tmp/effscope.tar.zst"
inside sh -c 'mkdir /opt/x && tar -C /opt/x --strip-components=1 -xf /tmp/effscope.tar.zst'
rm -rf "$root/root/.local"
try /opt/x/bin/effscope /opt/x/share/effscope/Assets/chelsea.png
rm -rf "$root/opt/x"
echo "==> $suite: both kinds work and leave nothing"
