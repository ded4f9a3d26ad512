internal import Foundation
internal import SwiftProtobuf

/// Reads ONNX files: a protocol buffer with a graph of nodes and its constant tensors.
///
/// Only the tensors and the operators are read; nothing is executed. Weights in external
/// files are read from the model's folder. Format: https://onnx.ai/onnx/repo-docs/IR.html
enum OnnxReader: CheckpointReader {
  /// Recognises the first two fields of the message, since the format has no signature.
  ///
  /// The first is the version; the second names the producer, the graph or the operators.
  static func recognises(_ bytes: FileBytes) -> Bool {
    guard bytes.count >= 8, bytes.load(UInt8.self, at: 0) == 0x08 else { return false }
    let version = bytes.load(UInt8.self, at: 1)
    return (1...0x7F).contains(version)
      && [0x12, 0x1A, 0x22, 0x2A, 0x32, 0x3A, 0x42].contains(bytes.load(UInt8.self, at: 2))
  }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    try OnnxScan(bytes).count()
    var options = BinaryDecodingOptions()
    options.discardUnknownFields = true
    let model: Effscope_Onnx_ModelProto
    do {
      let base = UnsafeMutableRawPointer(mutating: bytes.base)
      model = try withExtendedLifetime(bytes) {
        try Effscope_Onnx_ModelProto(
          serializedBytes: Data(bytesNoCopy: base, count: bytes.count, deallocator: .none),
          options: options)
      }
    } catch {
      throw .malformed(
        "ONNX model", offset: 0, rule: "it must be a protocol buffer of at most 100 levels")
    }
    var tensors = OnnxTensors(of: bytes)
    for tensor in model.graph.initializer { try tensors.add(tensor, named: tensor.name) }
    let graph = try OnnxGraph(model.graph, &tensors).graph
    var metadata: [String: String] = [:]
    for property in model.metadataProps where property.value.utf8.count <= 4096 {
      metadata[property.key] = property.value
    }
    metadata["producer"] = "\(model.producerName) \(model.producerVersion)"
    return CheckpointContents(
      format: .onnx, groups: [TensorGroup(path: "", tensors: tensors.inOrder)],
      metadata: metadata, graph: graph)
  }
}
