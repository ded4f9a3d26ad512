/// Reads TFLite files: a FlatBuffer with a graph of operators and its constant tensors.
///
/// Weights of convolutions and fully connected layers are read in the graph's order; nothing is
/// executed. Schema:
/// https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs
enum TFLiteReader: CheckpointReader {
  /// The file identifier is at offset 4.
  static func recognises(_ bytes: FileBytes) -> Bool {
    bytes.count >= 8 && bytes.buffer[4..<8].elementsEqual("TFL3".utf8)
  }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    let model = try FlatBuffer(bytes: bytes, subject: "TFLite model").root
    guard let graph = try model.tables(2).first else { throw .noTensors }
    let tensors = try TFLiteTensors(graph: graph, model: model)
    var metadata: [String: String] = [:]
    let description = try model.text(3)
    if !description.isEmpty, description.utf8.count <= 4096 {
      metadata["description"] = description
    }
    return CheckpointContents(
      format: .tflite, groups: [TensorGroup(path: "", tensors: tensors.inOrder)],
      metadata: metadata, layers: try TFLiteGraph(graph, model, tensors).layers)
  }
}

/// Collects the layers of a TFLite graph in its order; the converter has folded batch norms.
struct TFLiteGraph {
  private(set) var layers = LayerSequence()
  private var tensors: TFLiteTensors

  init(
    _ graph: FlatTable, _ model: FlatTable, _ tensors: TFLiteTensors
  ) throws(CheckpointError) {
    self.tensors = tensors
    var codes: [Int] = []
    for code in try model.tables(1) {
      // New files have the code in field 3, old ones in a byte in field 0.
      codes.append(
        max(Int(try code.number(3, Int32.self)), Int(try code.number(0, Int8.self))))
    }
    for node in try graph.tables(3) {
      let index = Int(try node.number(0, UInt32.self))
      guard codes.indices.contains(index) else { continue }
      try add(
        codes[index], inputs: try node.numbers(1, Int32.self).map(Int.init),
        outputs: try node.numbers(2, Int32.self).map(Int.init))
    }
    layers.program = try TFLiteProgram(graph, codes: codes, constants: self.tensors)
  }

  private mutating func add(
    _ code: Int, inputs: [Int], outputs: [Int]
  ) throws(CheckpointError) {
    func constant(_ position: Int) -> StoredTensor? {
      inputs.indices.contains(position) ? tensors[inputs[position]] : nil
    }
    switch code {
    case TFLiteCode.dequantize:
      // Float16 weights are converted by a DEQUANTIZE operator; its output is the same tensor.
      if let input = inputs.first, let output = outputs.first { tensors.alias(output, of: input) }
    case TFLiteCode.convolution, TFLiteCode.depthwise:
      guard let weight = constant(1), weight.shape.count == 4 else { return }
      // (O, H, W, I) or, depthwise, (1, H, W, C) to (O, I/groups, H, W).
      let axes = code == TFLiteCode.depthwise ? [3, 0, 1, 2] : [0, 3, 1, 2]
      layers.convolutions.append(
        LayerSequence.Convolution(
          name: weight.name, weight: try weight.permuted(axes), bias: constant(2)))
    case TFLiteCode.connected:
      guard let weight = constant(1), weight.shape.count == 2 else { return }
      layers.connected.append(
        LayerSequence.Connected(name: weight.name, weight: weight, bias: constant(2)))
    default: break
    }
  }
}
