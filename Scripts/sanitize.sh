#!/usr/bin/env bash
# Runs the kernel checks and whole networks under the address sanitiser and the thread sanitiser.
#
#   Scripts/sanitize.sh [address|thread]…
#
# Compiles only what the engine needs, outside of the package build, into .build-sanitize: the C kernels with
# Tests/KernelChecks, then RealModule (swift-numerics), Support, Architectures, Tensors and Inference with
# Tests/Sanitizers/main.swift.
set -euo pipefail
cd "$(dirname "$0")/.."

toolchain=$(dirname "$(readlink -f "$(command -v swiftc)")")
clang=${CLANG:-$toolchain/clang}
swiftc=${SWIFTC:-swiftc}
# No leak detection: the program does not free memory that it uses until it ends.
export ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=halt_on_error=1

compile_kernels() { # compile_kernels SANITIZER FOLDER
  local flags="-c -O1 -g -std=c17 -ffp-contract=off -fsanitize=$1 -ISources/CKernels/include"
  flags+=" -ITests/KernelChecks/include"
  # Checks are calls, not inlined code: otherwise compiling the unrolled loops takes minutes.
  if [ "$1" = address ]; then flags+=" -mllvm -asan-instrumentation-with-call-threshold=0"; fi
  find Sources/CKernels Tests/KernelChecks Tests/Sanitizers/kernels.c -name '*.c' |
    xargs -P "$(getconf _NPROCESSORS_ONLN)" -I{} bash -c \
      "$clang $flags {} -o $2/\$(basename {} .c).o"
}

compile_module() { # compile_module SANITIZER FOLDER MODULE [SOURCES]
  # The engine uses no files and starts no programs; without these files Support needs no other module.
  find "${4:-Sources/$3}" -name '*.swift' ! -path '*/Support/Files/*' ! -path '*/Support/Process/ChildProcess.swift' \
    ! -path '*/Support/Process/*Memory*.swift' -print0 | xargs -0 "$swiftc" -c -wmo -Onone -gline-tables-only -swift-version 6 \
    -parse-as-library -package-name effscope "-sanitize=$1" -module-name "$3" -I "$2" \
    -Xcc "-fmodule-map-file=$2/module.modulemap" -Xcc "-fmodule-map-file=$numerics/_NumericsShims/include/module.modulemap" \
    -emit-module -emit-module-path "$2/$3.swiftmodule" -o "$2/$3.o"
}

if [ $# = 0 ]; then set -- address thread; fi
swift package resolve >/dev/null
numerics=.build/checkouts/swift-numerics/Sources
for sanitizer in "$@"; do
  folder=.build-sanitize/$sanitizer
  rm -rf "$folder"
  mkdir -p "$folder"
  echo "==> Compiling the kernels for the $sanitizer sanitiser"
  compile_kernels "$sanitizer" "$folder"
  # The thread sanitiser of the toolchain uses libdispatch, so libdispatch is linked.
  runtime=$toolchain/../lib/swift/linux
  "$clang" "-fsanitize=$sanitizer" "$folder"/*.o -lm -lpthread "-L$runtime" "-Wl,-rpath,$runtime" \
    -ldispatch -lBlocksRuntime -o "$folder/check-kernels"
  echo "==> Checking every kernel under the $sanitizer sanitiser"
  "$folder/check-kernels"

  echo "==> Compiling the engine for the $sanitizer sanitiser"
  printf 'module CKernels { header "%s/Sources/CKernels/include/CKernels.h" export * }\n' "$PWD" \
    >"$folder/module.modulemap"
  compile_module "$sanitizer" "$folder" RealModule "$numerics/RealModule"
  for module in Support Architectures Tensors Inference; do
    compile_module "$sanitizer" "$folder" "$module"
  done
  rm "$folder/kernels.o"  # another program's main function
  "$swiftc" -Onone -gline-tables-only -swift-version 6 -package-name effscope "-sanitize=$sanitizer" -I "$folder" \
    -Xcc "-fmodule-map-file=$folder/module.modulemap" \
    -Xcc "-fmodule-map-file=$numerics/_NumericsShims/include/module.modulemap" -module-name plans \
    Tests/Sanitizers/main.swift Sources/Checkpoints/SeededWeights.swift Sources/Checkpoints/Bytes/FNV1a.swift "$folder"/*.o \
    -o "$folder/check-plans"
  echo "==> Running plans under the $sanitizer sanitiser"
  "$folder/check-plans"
done
