import Architectures

/// Translates an ONNX graph's operators into a computation graph.
///
/// Nodes are read in order, which ONNX requires to be topological; nothing is executed but small
/// constants. https://onnx.ai/onnx/operators/
struct OnnxGraph {
  private(set) var graph = ComputationGraph()
  var values: [String: OnnxValue] = [:]
  private(set) var tensors: OnnxTensors

  init(_ proto: Effscope_Onnx_GraphProto, _ found: inout OnnxTensors) throws(CheckpointError) {
    tensors = found
    for tensor in found.inOrder { values[tensor.name] = .tensor(tensor) }
    for input in proto.input where values[input.name] == nil { addInput(input) }
    for node in proto.node { try add(node) }
    for output in proto.output {
      guard case .node(let node)? = values[output.name] else {
        throw .malformed(
          "ONNX graph", offset: 0, rule: "an operator must give its output '\(output.name)'")
      }
      graph.outputs.append(node)
    }
    guard !graph.outputs.isEmpty else {
      throw .malformed("ONNX graph", offset: 0, rule: "it must have an output")
    }
    found = tensors
  }

  /// Operators on integers, which quantised networks have; onnxruntime adds further `QLinear…`.
  private static let quantised: Set = [
    "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "ConvInteger", "MatMulInteger",
    "QGemm", "QAttention", "QEmbedLayerNormalization", "DynamicQuantizeMatMul",
    "DynamicQuantizeLSTM", "MatMulIntegerToFloat", "MatMulNBits", "MatMulBnb4",
  ]

  /// True for the name of an operator on integers.
  static func isQuantised(_ type: String) -> Bool {
    quantised.contains(type) || type.hasPrefix("QLinear")
  }

  private mutating func addInput(_ input: Effscope_Onnx_ValueInfoProto) {
    let extents = input.type.tensorType.shape.dim.map { Int($0.dimValue) }
    // The batch may be free; the engine runs one image after the other.
    let isFixed =
      extents.count == 4 && extents.dropFirst().allSatisfy { (1...1 << 20).contains($0) }
    let node = graph.add(
      ComputationGraph.Node(
        title: "input '\(input.name)'", operation: .image, inputs: [],
        shape: isFixed ? [1] + extents.dropFirst() : nil))
    values[input.name] = .node(node)
  }

  private mutating func add(_ proto: Effscope_Onnx_NodeProto) throws(CheckpointError) {
    try tensors.budget.allocate(
      proto.input.count + proto.output.count, of: OnnxValue.self)
    try tensors.budget.allocate(1 + proto.output.count, of: ComputationGraph.Node.self)
    let node = OnnxNode(proto)
    if Self.isQuantised(node.type) {
      throw .foreign(ForeignFormat(.quantised, sign: node.type))
    }
    if node.type == "Constant" { return try addConstant(node) }
    var inputs: [OnnxValue] = []
    for name in proto.input {
      guard let value = name.isEmpty ? .missing : values[name] else {
        throw .malformed(
          "ONNX graph", offset: 0,
          rule: "\(node.title) reads '\(name)', which nothing before it gives")
      }
      inputs.append(value)
    }
    guard let output = node.outputs.first, !output.isEmpty else { return }
    guard values[output] == nil else { throw .duplicate("ONNX graph", name: output) }
    let value = try OnnxTranslation(node: node, inputs: inputs).result(in: &graph)
    try count(value)
    values[output] = value
    // Further outputs, such as Dropout's mask, must not matter.
    for other in node.outputs.dropFirst() where !other.isEmpty {
      guard values[other] == nil else { throw .duplicate("ONNX graph", name: other) }
      let read = inputs.compactMap { if case .node(let node) = $0 { node } else { nil } }
      values[other] = .node(
        graph.add(
          ComputationGraph.Node(title: node.title, operation: .other, inputs: read)))
    }
  }

  /// Counts the numbers of a constant that the graph computes, which is kept.
  private func count(_ value: OnnxValue) throws(CheckpointError) {
    guard case .numbers(let numbers) = value else { return }
    try tensors.budget.allocate(numbers.shape.count + numbers.values.count, of: Double.self)
  }

  private mutating func addConstant(_ node: OnnxNode) throws(CheckpointError) {
    guard let output = node.outputs.first else { return }
    guard values[output] == nil else { throw .duplicate("ONNX graph", name: output) }
    if let tensor = node.tensor("value") {
      try tensors.add(tensor, named: output)
      values[output] = tensors[output].map { .tensor($0) } ?? .computed
    } else if let number = node.float("value_float") {
      values[output] = .numbers(GraphNumbers(shape: [], [number]))
    } else if let number = node.integer("value_int") {
      values[output] = .numbers(GraphNumbers(shape: [], [Double(number)]))
    } else if let numbers = node.integers("value_ints") {
      try tensors.budget.allocate(numbers.count, of: Double.self)
      values[output] = .numbers(GraphNumbers(numbers))
    } else if let numbers = node.floats("value_floats") {
      try tensors.budget.allocate(numbers.count, of: Double.self)
      values[output] = .numbers(GraphNumbers(shape: [numbers.count], numbers))
    } else {
      values[output] = .computed
    }
  }
}
