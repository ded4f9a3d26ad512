#!/usr/bin/env bash
# Kills a batch at random moments, many times, lets it finish and compares with one that nobody disturbed.
#
#     Tests/Cluster/kills.sh PHOTOGRAPHS [KILLS [PROGRAM]]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
photographs=${1:?name a folder with photographs}
kills=${2:-50}
program=${3:-$root/.build/release/effscope}
work=$(mktemp -d /tmp/effscope-kills.XXXXXX)
trap 'rm -rf "$work"' EXIT
options=(--quiet --truth folders)
[ -n "${VARIANT:-}" ] && options+=(--variant "$VARIANT") || options+=(--checkpoint random:7)

RANDOM=${SEED:-1}
"$program" batch "$photographs" -o "$work/whole" "${options[@]}" || true
start=$(date +%s%N)
"$program" batch "$photographs" -o "$work/timing" "${options[@]}" >/dev/null || true
milliseconds=$((($(date +%s%N) - start) / 1000000))

done_before=0
for kill in $(seq "$kills"); do
  "$program" batch "$photographs" -o "$work/killed" "${options[@]}" >/dev/null 2>&1 &
  process=$!
  # From the very start to a share of the whole time that leaves work for all the kills.
  pause=$((RANDOM % (milliseconds * 3 / kills + 120)))
  sleep "$(printf '%d.%03d' $((pause / 1000)) $((pause % 1000)))"
  if kill -9 "$process" 2>/dev/null; then
    wait "$process" 2>/dev/null || true
    rows=$("$program" library query "$work/killed" --count 2>/dev/null || echo 0)
    [ "$rows" -ge "$done_before" ] || { echo "kills: error: rows were lost" >&2; exit 1; }
    printf 'kill %d after %d ms: %d rows\n' "$kill" "$pause" "$rows"
    done_before=$rows
  else
    wait "$process" 2>/dev/null || true
    echo "run $kill had ended before it was killed"
  fi
done
"$program" batch "$photographs" -o "$work/killed" "${options[@]}" || true

columns=image,sha256,bytes,modified,width,height,predictions,logit,entropy,truth,rank,correct,target,border
columns=$columns,border-share,area,map-minimum,map-maximum,map-sum,peak-row,peak-column,overlay,status,error
for library in whole killed; do
  "$program" library export "$work/$library" "$work/$library.csv" --columns "$columns"
done
cmp "$work/whole.csv" "$work/killed.csv"
diff -rq "$work/whole/overlays" "$work/killed/overlays"
echo "equal after $kills kills: $(($(wc -l <"$work/whole.csv") - 1)) rows"
