#!/usr/bin/env bash
# Generates Sources/Checkpoints/Onnx/onnx.pb.swift from onnx.proto; run it after each change of onnx.proto.
# Needs protoc (apt: protobuf-compiler); the plug-in is built from swift-protobuf.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v protoc >/dev/null || {
  echo "protobuf: error: 'protoc' is missing; apt install protobuf-compiler" >&2
  exit 69
}
plugin=${PROTOC_GEN_SWIFT:-}
if [ -z "$plugin" ]; then
  swift build --package-path .build/checkouts/swift-protobuf --scratch-path .build/protobuf \
    -c release --product protoc-gen-swift
  plugin=.build/protobuf/release/protoc-gen-swift
fi
protoc --plugin="protoc-gen-swift=$plugin" --proto_path=Sources/Checkpoints/Onnx \
  --swift_opt=Visibility=Internal --swift_opt=UseAccessLevelOnImports=true --swift_out=Sources/Checkpoints/Onnx onnx.proto
