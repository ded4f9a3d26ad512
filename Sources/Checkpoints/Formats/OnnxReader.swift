internal import Foundation
internal import SwiftProtobuf

/// ONNX: a protocol buffer with a graph of nodes and its constant tensors.
///
/// Only the tensors and the order of the layers are read; nothing is executed. Weights may lie in a second
/// file, which must stand beside the first. https://onnx.ai/onnx/repo-docs/IR.html
enum OnnxReader: CheckpointReader {
  /// The format has no mark of its own: the message begins with its version, then names its producer,
  /// its graph or its operators.
  static func recognises(_ bytes: FileBytes) -> Bool {
    guard bytes.count >= 8, bytes.load(UInt8.self, at: 0) == 0x08 else { return false }
    let version = bytes.load(UInt8.self, at: 1)
    return (1...0x7F).contains(version)
      && [0x12, 0x1A, 0x22, 0x2A, 0x32, 0x3A, 0x42].contains(bytes.load(UInt8.self, at: 2))
  }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    let model: Effscope_Onnx_ModelProto
    do {
      let base = UnsafeMutableRawPointer(mutating: bytes.base)
      model = try withExtendedLifetime(bytes) {
        try Effscope_Onnx_ModelProto(
          serializedBytes: Data(bytesNoCopy: base, count: bytes.count, deallocator: .none))
      }
    } catch {
      throw .malformed(
        "ONNX model", offset: 0, rule: "it must be a protocol buffer of at most 100 levels")
    }
    var tensors = OnnxTensors(folder: bytes.folder)
    for tensor in model.graph.initializer { try tensors.add(tensor, named: tensor.name) }
    let layers = try OnnxGraph(model.graph, &tensors).layers
    var metadata: [String: String] = [:]
    for property in model.metadataProps where property.value.utf8.count <= 4096 {
      metadata[property.key] = property.value
    }
    metadata["producer"] = "\(model.producerName) \(model.producerVersion)"
    return CheckpointContents(
      format: .onnx, groups: [TensorGroup(path: "", tensors: tensors.inOrder)],
      metadata: metadata, layers: layers)
  }
}
