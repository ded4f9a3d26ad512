/// Reads TFLite files: a FlatBuffer with a graph of operators and its constant tensors.
///
/// Only the tensors and the operators are read; nothing is executed. Schema:
/// https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs
enum TFLiteReader: CheckpointReader {
  /// The file identifier is at offset 4.
  static func recognises(_ bytes: FileBytes) -> Bool {
    bytes.count >= 8 && bytes.buffer[4..<8].elementsEqual("TFL3".utf8)
  }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    let model = try FlatBuffer(bytes: bytes, subject: "TFLite model").root
    let graphs = try model.tables(2)
    guard let graph = graphs.first else { throw .noTensors }
    guard graphs.count == 1 else {
      throw .unsupported("TFLite model", feature: "\(graphs.count) graphs in place of one")
    }
    let tensors = try TFLiteTensors(graph: graph, model: model)
    var metadata: [String: String] = [:]
    let description = try model.text(3)
    if !description.isEmpty, description.utf8.count <= 4096 {
      metadata["description"] = description
    }
    return CheckpointContents(
      format: .tflite, groups: [TensorGroup(path: "", tensors: tensors.inOrder)],
      metadata: metadata, graph: try TFLiteGraph(graph, model, tensors).graph)
  }
}
