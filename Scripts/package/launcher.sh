#!/bin/sh
# Starts Effscope with the font and libraries beside it; terminal entries are the system's.
self=$(readlink -f "$0")
top=$(dirname "$(dirname "$self")")
export FONTCONFIG_FILE="${FONTCONFIG_FILE:-$top/etc/fonts.conf}"
export TERMINFO_DIRS="${TERMINFO_DIRS:-/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo:/usr/share/lib/terminfo}"
exec "$top/libexec/effscope" "$@"
