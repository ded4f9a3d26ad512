#!/usr/bin/env bash
# Builds the program and all tests in release mode, fetches the Lite weights and runs all tests.
set -euo pipefail
cd "$(dirname "$0")/.."

echo '==> Building the program and the tests (the first build takes some minutes)'
# Both builds use the same flags, so packages are compiled once; warnings in this package are errors.
# Only the named products are built, not the tools of dependencies (a protobuf compiler in C++).
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for product in effscope-hdf5 effscope effscopePackageTests; do
  Scripts/build.sh "$product" 2>&1 | tee -a "$log" |
    grep -vE '^\[[0-9]+/[0-9]+\] (Compiling|Write|Emitting)' || true
  grep -q "Build of product '$product' complete!" "$log"
done
if grep -E 'warning:' "$log" | grep -vE '\.build/|swift-version'; then
  echo 'test: error: the build has warnings' >&2
  exit 1
fi

echo '==> Holding the packages of the build against Scripts/dependencies.csv'
Scripts/dependencies.py check

echo '==> Fetching the real weights that the tests use, unless installed'
.build/release/effscope weights pull lite0 lite1 lite2

echo '==> Running every test (failures and the summary are shown; .build/test.log has every line)'
swift test -c release --skip-build --disable-xctest --no-color-diagnostics 2>&1 | tee .build/test.log |
  awk '/^(◇|✔)/ && !/ Test run / { next } { print; fflush() }'
