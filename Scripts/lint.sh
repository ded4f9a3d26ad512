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
only Foundation Imaging Checkpoints Inference Attribution Pipeline Terminal Explorer effscope Laboratory Figures Library Reports

echo '==> Checking flags, exit codes and the names of types'
refuse() { # refuse RULE LINES: LINES are where the rule is broken
  if [ -n "$2" ]; then
    printf '%s:\n%s\n' "$1" "$2" >&2
    wrong=1
  fi
}
# Messages name options by OptionName. pip's and curl's flags are not ours.
# The files below Explanations and Explorer render command lines; they wait for one renderer.
refuse 'a flag is spelled below the command line' "$(
  grep -rnE '^[^/]*"[^"]*--[a-z]' Sources --include='*.swift' | grep -vE '^Sources/(effscope/|
    Checkpoints/Store/(PackageClient|Download)\.swift|
    Explanations/Provenance/(CommandLineText|CommandWords|Reproduction)\.swift|
    Explanations/Request/(ComparisonChoices|ExplanationRequest)\.swift|
    Explorer/)' || true
)"
