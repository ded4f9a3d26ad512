#!/usr/bin/env bash
# Runs a command, or the tests of the kernels, on an emulated processor with AVX-512, for machines without one.
#
#   Scripts/emulate.sh [--with PATH]… [COMMAND [ARGUMENT]…]
#
# Bochs emulates a machine with a Sapphire Rapids (AVX-512, VNNI and BF16). It boots Linux with COMMAND, the libraries
# that COMMAND is linked with, the files that its arguments name, and every --with PATH, each at its own place;
# variables named EFFSCOPE_… go along. The output and the exit code are COMMAND's. Everything takes some hundred
# times as long as on a processor, so the times it tells mean nothing.
#
# BOCHS, BXSHARE and KERNEL name a Bochs, its folder of BIOS images and a kernel other than the installed ones.
set -euo pipefail
cd "$(dirname "$0")/.."

bochs=${BOCHS:-bochs-bin}
share=${BXSHARE:-/usr/share/bochs}
kernel=${KERNEL:-$(find /boot -maxdepth 1 -name 'vmlinuz-*' | sort -V | tail -1)}
loader=(/usr/lib/ISOLINUX/isolinux.bin /usr/lib/syslinux/modules/bios/ldlinux.c32)
fail() {
  echo "emulate: error: $*" >&2
  exit 69
}
for tool in "$bochs" xorriso busybox cpio perl strip; do
  command -v "$tool" >/dev/null || missing+=" $tool"
done
for file in "$share/BIOS-bochs-latest" "$share/VGABIOS-lgpl-latest" "${loader[@]}" "${kernel:-/boot/vmlinuz}"; do
  [ -r "$file" ] || missing+=" $file"
done
[ -z "${missing:-}" ] || fail "the emulated machine lacks$missing; install Debian 13's packages bochs bochsbios" \
  "bochs-term isolinux syslinux-common xorriso busybox-static cpio perl binutils linux-image-cloud-amd64"
about=$("$bochs" --help cpu 2>&1 || true)
grep -qx sapphire_rapids <<<"$about" || fail "'$bochs' knows no Sapphire Rapids; Bochs 3.0 (Debian 13) does"
[ "$(printf '%s\n' 6.12 "${kernel##*/vmlinuz-}" | sort -V | head -1)" = 6.12 ] ||
  fail "'$kernel' does not start in Bochs; Linux 6.12 (Debian 13) does"

files=()
while [ "${1:-}" = --with ] && [ $# -gt 1 ]; do
  files+=("$2")
  shift 2
done
if [ $# = 0 ]; then
  set -- .build/release/effscopePackageTests.xctest --testing-library swift-testing \
    --filter '^InferenceTests\.(Narrow)?KernelTests'
fi

work=$(mktemp -d)
emulator=
trap '[ -z "$emulator" ] || kill -KILL "$emulator" 2>/dev/null || true; rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,dev,proc,sys,tmp} "$root$HOME" "$root$PWD" "$work/disc"

# Bochs 3.0 counts the short displacements of vdpbf16ps by four bytes instead of a vector's 64: in the copy that it
# runs, sixteen times as many mean the same. (62 … … 48 52, one byte or two of registers, the displacement.)
correct_displacements() {
  perl -0777 -i -pe 's{(\x62[\x00-\xff]{2}\x48\x52(?:[\x40-\x7f](?<![\x44\x4c\x54\x5c\x64\x6c\x74\x7c])|
    [\x44\x4c\x54\x5c\x64\x6c\x74\x7c][\x00-\xff]))([\x01-\x07\xf9-\xff])}{$1 . chr(ord($2) * 16 & 255)}gex' "$1"
}

# A file or folder at its own place; a program without its symbols, with its libraries.
add() {
  local path library
  path=$(realpath -s "$1")
  mkdir -p "$root${path%/*}"
  cp -rL "$path" "$root${path%/*}/"
  if [ ! -f "$path" ] || ! head -c 4 "$path" | grep -q ELF; then return; fi
  strip "$root$path"
  if grep -q 'Emulator 3\.0$' <<<"$about"; then correct_displacements "$root$path"; fi
  for library in $(ldd "$path" 2>/dev/null | grep -oE '/[^ ]+'); do
    mkdir -p "$root${library%/*}"
    cp -L "$library" "$root$library"
  done
}
add "$(command -v busybox)"
cp "$(command -v busybox)" "$root/bin/busybox"
for argument in "$@" ${files[@]+"${files[@]}"}; do
  if [ -e "$argument" ]; then add "$argument"; fi
done

{
  echo '#!/bin/busybox sh'
  echo '/bin/busybox --install -s /bin'
  echo 'mount -t devtmpfs none /dev; mount -t proc none /proc; mount -t sysfs none /sys; mount -t tmpfs none /tmp'
  printf 'export PATH=/bin LANG=C.UTF-8 HOME=%q\n' "$HOME"
  for name in "${!EFFSCOPE_@}"; do printf 'export %s=%q\n' "$name" "${!name}"; done
  printf 'cd %q\necho "emulate: started"\n' "$PWD"
  printf '%q ' "$@"
  printf '</dev/null\nprintf "\\nemulate: exit %%d\\n" $?\npoweroff -f\n'
} >"$root/init"
chmod +x "$root/init"
(cd "$root" && find . -print0 | cpio --quiet -0 -o -H newc -R 0:0) >"$work/disc/initrd"
cp "$kernel" "$work/disc/linux"
cp "${loader[@]}" "$work/disc"
# Left out: what Bochs loses when the BIOS takes over for a moment (CET, paging on five levels), and half an AMX.
cat >"$work/disc/isolinux.cfg" <<CONFIGURATION
default linux
label linux
kernel linux
append initrd=initrd console=ttyS0,115200 quiet loglevel=3 mitigations=off nokaslr random.trust_cpu=on no5lvl ibt=off nousershstk clearcpuid=amx_tile
CONFIGURATION
xorriso -as mkisofs -quiet -b isolinux.bin -c boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table \
  -o "$work/disc.iso" "$work/disc" 2>/dev/null
cat >"$work/machine" <<CONFIGURATION
display_library: term
romimage: file=$share/BIOS-bochs-latest
vgaromimage: file=$share/VGABIOS-lgpl-latest
cpu: model=sapphire_rapids, count=1, ips=100000000, reset_on_triple_fault=0
memory: guest=2048, host=2048
clock: sync=none
ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
ata0-master: type=cdrom, path=$work/disc.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=$work/serial
log: $work/log
panic: action=fatal
error: action=ignore
info: action=ignore
CONFIGURATION
echo c >"$work/commands"
: >"$work/serial"

echo "==> Starting an emulated Sapphire Rapids: $*" >&2
TERM=xterm "$bochs" -q -f "$work/machine" -rc "$work/commands" </dev/null >"$work/about" 2>&1 &
emulator=$!
disown "$emulator"  # its end is no news
# Bochs draws the machine's screen on a terminal that it opens, and stands still unless someone reads it. What the
# command says comes by the serial port.
screen=
for ((tries = 0; tries < 100; tries++)); do
  screen=$(sed -n 's/^Bochs connected to screen "\(.*\)".*/\1/p' "$work/about")
  [ -z "$screen" ] || break
  sleep 0.1
done
[ -c "$screen" ] || fail "Bochs does not start: $(tail -1 "$work/about")"
stty raw -echo <"$screen"
cat "$screen" >/dev/null 2>&1 &
status=
patience=300
while IFS= read -r -t "$patience" line; do
  line=${line%$'\r'}
  case $line in
  'emulate: started') patience=1000000 ;;
  'emulate: exit '*) status=${line##* } && break ;;
  *'Kernel panic'*) break ;;
  *) printf '%s\n' "$line" ;;
  esac
done < <(tail -n +1 -f --pid=$emulator "$work/serial")
[ -n "$status" ] || fail "the emulated machine ended, or did not start, before the command was done"
exit "$status"
