#!/usr/bin/env bash
# Takes a screenshot of the program in xterm under Xvfb with 24-bit colour.
#
#   Scripts/screenshot.sh OUT.png COLUMNSxROWS 'KEY KEY …' [COMMAND…]
#   SIXEL=1 Scripts/screenshot.sh …       an xterm that shows sixel graphics
#   TERMINAL='mlterm …' Scripts/screenshot.sh …   another terminal; COMMAND is appended to its arguments
#
# KEYs are xdotool key names (Tab, Return, question, 5, …); 'wait:SECONDS' pauses. The default COMMAND is the
# explorer. Needs xvfb xterm xdotool imagemagick fonts-dejavu-core (apt).
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in Xvfb xterm xdotool import; do
  command -v "$tool" >/dev/null || {
    echo "screenshot: error: '$tool' is missing; apt install xvfb xterm xdotool imagemagick fonts-dejavu-core" >&2
    exit 69
  }
done
[ $# -ge 3 ] || { echo "usage: $0 OUT.png COLUMNSxROWS 'KEYS' [COMMAND…]" >&2; exit 64; }
out=$1 size=$2 keys=$3
shift 3
[ $# -gt 0 ] || set -- .build/release/effscope explore Assets/chelsea.png

number=$((RANDOM % 800 + 100))
Xvfb ":$number" -screen 0 3200x2000x24 -nolisten tcp >/dev/null 2>&1 &
server=$!
trap 'kill $terminal $server 2>/dev/null; wait 2>/dev/null || true' EXIT
terminal=
sleep 1
export DISPLAY=":$number" COLORTERM=truecolor
settings=()
[ -z "${SIXEL:-}" ] || settings=(-ti vt340 -xrm 'xterm*sixelScrolling: true' -xrm 'xterm*maxGraphicSize: 3000x2000' -xrm 'xterm*numColorRegisters: 256')
if [ -n "${TERMINAL:-}" ]; then
  $TERMINAL "$@" &
else
xterm "${settings[@]}" -tn xterm-256color -fa 'DejaVu Sans Mono' -fs "${FONT_SIZE:-10}" -geometry "$size+0+0" -b 0 -bw 0 +sb \
  -xrm 'xterm*utf8: 1' -bg '#101014' -fg '#d8d8d8' -e "$@" &
fi
terminal=$!
sleep "${SETTLE:-3}"
# Without a window manager, the window under the pointer gets the keys.
xdotool mousemove 2 2
for key in $keys; do
  case "$key" in
    wait:*) sleep "${key#wait:}" ;;
    *)
      xdotool key --delay 20 "$key"
      sleep 0.15
      ;;
  esac
done
sleep "${PAUSE:-1.5}"
if [ -n "${TERMINAL:-}" ]; then
  import -window root "$out"
else
  window=$(xdotool search --onlyvisible --class xterm | tail -1)
  import -window "$window" "$out"
fi
# A palette is sufficient for text and blocks; the file is a third of the size.
if [ -z "${FULL_COLOR:-}" ]; then
  convert "$out" -dither None -colors 256 -define png:compression-level=9 "PNG8:$out"
fi
