#!/usr/bin/env bash
# Runs a command, or the kernel tests, on an emulated processor with AVX-512; for machines without AVX-512.
#
#   Scripts/emulate.sh [--with PATH]… [COMMAND [ARGUMENT]…]
#
# Bochs emulates a machine with a Sapphire Rapids processor (AVX-512, VNNI and BF16). It boots Linux with COMMAND, the
# libraries that COMMAND is linked with, the files that its arguments name, and each --with PATH, all at their original
# paths. Variables named EFFSCOPE_… are passed on. Output and exit code are those of COMMAND. Everything takes some
# hundred times as long as on a real processor, so measured times have no meaning.
#
# The variables BOCHS, BXSHARE and KERNEL select another Bochs, another folder of BIOS images and another kernel.
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

# Bochs 3.0 multiplies the short displacements of vdpbf16ps by 4 bytes instead of 64 (the length of a vector). The
# copy that it runs gets displacements 16 times as large. (Bytes: 62 … … 48 52, one or two of registers, displacement.)
correct_displacements() {
  perl -0777 -i -pe 's{(\x62[\x00-\xff]{2}\x48\x52(?:[\x40-\x7f](?<![\x44\x4c\x54\x5c\x64\x6c\x74\x7c])|
    [\x44\x4c\x54\x5c\x64\x6c\x74\x7c][\x00-\xff]))([\x01-\x07\xf9-\xff])}{$1 . chr(ord($2) * 16 & 255)}gex' "$1"
}

# Copies a file or folder to its original path; a program is stripped and its libraries are copied too.
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
# Disables CET and five-level paging, which Bochs loses during BIOS calls, and AMX, which it has only in part.
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
disown "$emulator"  # no message when it ends
# Bochs draws the machine's screen on a terminal that it opens, and stops if that terminal is not read. The output of
# COMMAND comes through the serial port.
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
