#!/usr/bin/env bash
# Fuzzes each reader for SECONDS, one after another, with libFuzzer and the address sanitizer.
#
#   Scripts/fuzz.sh SECONDS [READER…]      all readers, or those that are named; `kills` runs only by name
#   Scripts/fuzz.sh readers                prints the names of the readers
#
# Tests/Fuzz/long_run.py calls this script in rounds and sums up its figures.
#
# Uses the modules of a build (.build/release, or FUZZ_MODULES). The seeds are the files of the tests. New inputs are
# kept in .build-fuzz/corpus, findings in .build-fuzz/findings. The exit status is 1 if there are findings.
set -euo pipefail
cd "$(dirname "$0")/.."

readers=(safetensors zip pickle onnx keras tflite json npy picture content verdict budget program library)
[ $# -ge 1 ] || { echo "usage: $0 SECONDS [READER…]" >&2; exit 64; }
seconds=$1
if [ "$seconds" = readers ]; then
  printf '%s\n' "${readers[@]}"
  exit
fi
shift
[ $# -gt 0 ] || set -- "${readers[@]}"
build=${FUZZ_MODULES:-.build/release}
[ -d "$build/Modules" ] || { echo "fuzz: error: '$build' is not built; run 'make build'" >&2; exit 69; }
folder=.build-fuzz
fixtures=Tests/CheckpointsTests/Fixtures
mkdir -p "$folder/findings"

sources=()
while IFS= read -r file; do sources+=("$file"); done < <(
  find Sources/Checkpoints Tests/Fuzz -name '*.swift'
  ls Sources/Imaging/Arrays/{NumPyFile,NumPyHeader}.swift Sources/Imaging/{ImagingError,ImagingFailure}.swift
  ls "$build"/Checkpoints.build/DerivedSources/*.swift
)
# `sed` reads all of the list: `head` would end `ls` by a broken pipe.
newest=$(ls -t "${sources[@]}" "$0" | sed -n 1p)
# The targets `program`, `library` and `kills` run without libFuzzer.
if [ -n "$(tr ' ' '\n' <<<"$*" | grep -vxE 'program|library|kills')" ] && { [ ! -x "$folder/fuzz" ] || [ "$newest" -nt "$folder/fuzz" ]; }; then
  echo '==> Building the fuzzer: readers with instrumentation, other modules from the build'
  for module in CImageCodecs CProcess; do
    printf 'module %s { umbrella header "%s" export * }\n' \
      "$module" "$PWD/Sources/$module/include/$module.h" >"$folder/$module.modulemap"
  done
  maps=()
  for map in Sources/{CZlib,CNettle}/module.modulemap "$folder"/{CImageCodecs,CProcess}.modulemap \
    .build*/checkouts/{swift-subprocess/Sources/_SubprocessCShims,swift-system/Sources/CSystem}/include/module.modulemap \
    .build*/checkouts/swift-numerics/Sources/_NumericsShims/include/module.modulemap; do
    [ -f "$map" ] && maps+=(-Xcc "-fmodule-map-file=$map")
  done
  objects=()
  for target in Tensors Support RealModule Architectures Imaging Subprocess SystemPackage \
    SwiftProtobuf CImageCodecs CProcess _SubprocessCShims CSystem; do
    while IFS= read -r object; do objects+=("$object"); done < <(find -L "$build/$target.build" -name '*.o')
  done
  # The package manager names the package after its folder; `package` members of Support need that name.
  package=$(grep -ohE '"-package-name","[^"]+"' "$(dirname "$build")/release.yaml" | cut -d'"' -f4 |
    sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')
  swiftc -O -wmo -swift-version 6 -parse-as-library -module-name CheckpointsFuzz -package-name "$package" \
    -sanitize=fuzzer,address -use-ld=lld -suppress-warnings -I "$build/Modules" "${maps[@]}" \
    "${sources[@]}" "${objects[@]}" -lpng -ljpeg -lwebp -lz -lnettle -ldl -lpthread -lstdc++ -o "$folder/fuzz"
fi

sanitizer=symbolize=0:detect_leaks=0:malloc_context_size=0:quarantine_size_mb=16
failed=0
for reader in "$@"; do
  if [ "$reader" = program ]; then
    # Runs the whole program on mutated files, for formats that other programs and libraries read (HDF5).
    echo "==> program for $seconds s"
    for archive in Tests/ExplanationsTests/Fixtures/{keras,checkpoint}-networks.tar.xz; do
      python3 -m tarfile -e "$archive" "$folder/seeds"
    done
    seeds=("$folder"/seeds/*.{h5,keras,onnx} "$fixtures"/*.onnx)
    python3 Tests/Fuzz/black_box.py "$build/effscope" "$seconds" "$folder/findings" "${seeds[@]}" || failed=1
    continue
  fi
  if [ "$reader" = library ]; then
    echo "==> library for $seconds s"
    python3 Tests/Fuzz/library_fuzz.py "$build/effscope" "$seconds" "$folder/findings" || failed=1
    continue
  fi
  if [ "$reader" = kills ]; then
    echo '==> 50 kills of each command that writes'
    weights=${XDG_DATA_HOME:-$HOME/.local/share}/effscope/weights/lite0/efficientnet-lite0-57934424.pth
    python3 Tests/Fuzz/kills.py "$build/effscope" 50 "$weights" || failed=1
    continue
  fi
  corpus=$folder/corpus/$reader
  mkdir -p "$corpus"
  case $reader in
    safetensors) cp $fixtures/*.safetensors "$corpus" ;;
    zip)
      cp $fixtures/zip-*.pth "$corpus"
      python3 -c 'import sys, zipfile
source = zipfile.ZipFile(sys.argv[1])
with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as packed:
    for name in source.namelist(): packed.writestr(name, source.read(name))' \
        $fixtures/zip-f32.pth "$corpus/deflated.pth"
      ;;
    onnx) cp $fixtures/*.onnx "$corpus" ;;
    keras)
      # A model of three layers, one whose layers read each other, and one that reads a layer which is not there.
      layer='{"class_name":"%s","config":{"name":"%s","units":2,"activation":"relu"},"inbound_nodes":[[["%s",0,0,{}]]]}'
      for order in "a x,b a,c b" "a b,b a,c a" "a x,b nowhere,c c"; do
        layers='{"class_name":"InputLayer","config":{"name":"x","batch_shape":[null,8,8,3]},"inbound_nodes":[]}'
        kinds=(Rescaling GlobalAveragePooling2D Dense)
        index=0
        while IFS=' ' read -r own read; do
          # shellcheck disable=SC2059
          layers+=,$(printf "$layer" "${kinds[index++]}" "$own" "$read")
        done <<<"${order//,/$'\n'}"
        printf '{"class_name":"Functional","config":{"layers":[%s],"input_layers":[["x",0,0]],"output_layers":[["c",0,0]]}}' \
          "$layers" >"$corpus/${order//[ ,]/-}.json"
      done
      ;;
    tflite) cp $fixtures/*.tflite "$corpus" ;;
    pickle) cp $fixtures/legacy-*.pth "$corpus" ;;
    json) for file in $fixtures/*.safetensors; do head -c 308 "$file" | tail -c +9 >"$corpus/$(basename "$file")"; done ;;
    npy) printf "\x93NUMPY\x01\x00\x36\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }      \n01234567" >"$corpus/two.npy" ;;
    picture) cp Tests/ImagingTests/Fixtures/formats/* Tests/ImagingTests/Fixtures/decoding/* "$corpus" ;;
    verdict)
      python3 -c 'import json, pathlib, sys
fixtures, corpus = map(pathlib.Path, sys.argv[1:])
files = (fixtures / "verdicts.bin").read_bytes()
for row in json.loads((fixtures / "verdicts.json").read_text())["cases"]:
    if row["size"] <= 4096:
        (corpus / row["file"]).write_bytes(files[row["offset"]:row["offset"] + row["size"]])' "$fixtures" "$corpus"
      ;;
    content | budget) cp $fixtures/*.{pth,safetensors,onnx,tflite} "$corpus" ;;
  esac
  echo "==> $reader for $seconds s"
  log=$folder/$reader.log
  # Largest single allocation, in MB: what the budget of a small file allows, and the sanitizer's share.
  largest=512 length=16384
  if [ "$reader" = budget ]; then largest=160 length=65536; fi
  # No backtraces: the one of the Swift runtime would wait for a debugger. Blocks that were freed are kept to 16 MB and
  # without the calls that made them, which doubles the speed; a finding is run again with both. `--foreground`:
  # an interruption of this script reaches the fuzzer, which then prints its figures.
  if ! EFFSCOPE_FUZZ=$reader SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=$sanitizer \
    timeout --foreground --kill-after=10 $((seconds + 120)) "$folder/fuzz" -max_total_time="$seconds" -max_len="$length" \
    -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb="$largest" -print_final_stats=1 \
    -artifact_prefix="$folder/findings/$reader-" "$corpus" >"$log" 2>&1 </dev/null; then
    echo "fuzz: error: $reader has a finding; see $log and $folder/findings" >&2
    failed=1
  fi
  grep -E '^#[0-9]+.*DONE|number_of_executed_units|peak_rss_mb' "$log" || tail -5 "$log"
done
exit "$failed"
