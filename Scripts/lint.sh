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
only GRDB Library
only Foundation Support Imaging Checkpoints Inference Attribution Explanations Evaluation Benchmarking Transfer Terminal Explorer effscope Scaling Figures Library Reports

echo '==> Checking flags, exit codes and the names of types'
refuse() { # refuse RULE LINES: LINES are where the rule is broken
  if [ -n "$2" ]; then
    printf '%s:\n%s\n' "$1" "$2" >&2
    wrong=1
  fi
}
# Messages name options by OptionName. pip's and curl's flags are not ours.
# One file renders options as arguments; pip, curl and Slurm have flags of their own.
refuse 'a flag is spelled below the command line' "$(
  grep -rnE '^[^/]*"[^"]*--[a-z]' Sources --include='*.swift' |
    grep -vE '^Sources/(effscope/|Explorer/|Checkpoints/Store/(PackageClient|Download)\.swift|Library/Batch/Shard\.swift|Explanations/Provenance/CommandLineText\.swift)' || true
)"
refuse 'two types share a name' "$(
  grep -rhoE '^(public |package |final |indirect )*(struct|class|enum|protocol|actor) [A-Z][A-Za-z0-9]*' Sources --include='*.swift' |
    awk '{ print $NF }' | sort | uniq -d
)"
[ "$wrong" -eq 0 ]
