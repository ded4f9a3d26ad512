#!/usr/bin/env bash
# Checks the formatting, and that each C module is imported only by the targets that may use it.
set -euo pipefail
cd "$(dirname "$0")/.."

echo '==> Checking the formatting'
swift format lint --strict --recursive --parallel Sources Tests Assets Package.swift

echo '==> Checking the direction of imports'
# The compiler checks imports between Swift targets, but not imports of C modules.
wrong=0
only() { # only MODULE TARGET…: only these targets may import MODULE
  local module=$1 files
  shift
  files=$(grep -rlE "^[^/]*import $module( |$)" Sources --include='*.swift' || true)
  for target in "$@"; do files=$(grep -v "^Sources/$target/" <<<"$files" || true); done
  if [ -n "$files" ]; then
    echo "$module is imported outside $*: $files" >&2
    wrong=1
  fi
}
only CNCurses Terminal
only CChafa Terminal
only CImageCodecs Imaging
only CKernels Inference
only CCairo Figures
only CProcess Support Checkpoints
only CConfinement Confinement
only GRDB Library
only CNettle Support
only CSQLite Library
only Foundation Support Imaging Checkpoints Inference Attribution Explanations Evaluation Benchmarking Transfer \
  Terminal Explorer Scaling effscope Figures Library Reports

echo '==> Checking flags, exit codes and the names of types'
refuse() { # refuse RULE LINES: LINES break the RULE
  if [ -n "$2" ]; then
    printf '%s:\n%s\n' "$1" "$2" >&2
    wrong=1
  fi
}
# Messages name an option by OptionName; curl, pip and sbatch have flags of their own.
may_spell=(
  effscope/ Checkpoints/Store/Download.swift Checkpoints/Store/PackageClient.swift
  Library/Batch/Shard.swift Explanations/Provenance/CommandLineText.swift
)
flags=$(grep -rnE '^[^/]*"[^"]*--[a-z]' Sources --include='*.swift' || true)
for place in "${may_spell[@]}"; do flags=$(grep -v "^Sources/$place" <<<"$flags" || true); done
refuse 'a flag is spelled below the command line' "$flags"

codes='ExitStatus\(rawValue: [0-9]|ExitCode\([1-9]|[^.a-zA-Z]exit\([1-9]|EX_[A-Z]|[sS]tatus[a-zA-Z]*: (6[4-9]|7[0-8])\b'
refuse 'an exit code is a number outside Support' "$(
  grep -rnE "$codes" Sources --include='*.swift' | grep -v '^Sources/Support/' || true
)"

declaration='^((public|package|internal|final|indirect|@[A-Za-z]+) )*(struct|class|enum|protocol|actor) '
types=$(grep -rhoE "$declaration[A-Za-z0-9_]+" Sources --include='*.swift' | awk '{ print $NF }')
refuse 'two top-level types, or a type and a target, share a name' "$(
  { echo "$types"; ls Sources; } | sort | uniq -d | while read -r name; do
    grep -rnE "$declaration$name\b" Sources --include='*.swift'
  done
)"
[ "$wrong" -eq 0 ]
