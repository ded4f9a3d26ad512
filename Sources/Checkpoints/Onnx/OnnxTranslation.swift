import Architectures

/// Translates one node of an ONNX graph.
struct OnnxTranslation {
  let node: OnnxNode
  let inputs: [OnnxValue]

  static let combinations: [String: GraphCombination] = [
    "Add": .add, "Sub": .subtract, "Mul": .multiply, "Div": .divide, "Max": .maximum,
    "Min": .minimum, "Pow": .power,
  ]

  /// Adds the node's operators to `graph` and returns the value of its first output.
  func result(in graph: inout ComputationGraph) throws(CheckpointError) -> OnnxValue {
    let read = inputs.compactMap { if case .node(let node) = $0 { node } else { nil } }
    // Exporters name equal weights once and pass them on.
    if node.type == "Identity", inputs.count == 1 { return inputs[0] }
    guard let first = read.first else { return constant() }
    switch node.type {
    case "Dropout" where number(2) ?? 0 == 0: return .node(first)
    case "Cast" where [1, 10, 11, 16].contains(node.integer("to")): return .node(first)
    case "Shape":
      guard let shape = graph.nodes[first].shape else { return .computed }
      let (start, end) = (node.integer("start") ?? 0, node.integer("end") ?? shape.count)
      return GraphNumbers(shape).sliced(from: start, to: end, step: 1).map { .numbers($0) }
        ?? .computed
    case "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Expand":
      // A vector keeps the order of its elements.
      if graph.nodes[first].isVector, read.count == 1 { return .node(first) }
      if isKept(graph.nodes[first].shape) { return .node(first) }
    default: break
    }
    let operation = try operation(read, graph)
    var result = graph.add(
      ComputationGraph.Node(
        title: node.title, operation: operation, inputs: read,
        shape: graph.shape(of: operation, reading: read),
        isVector: graph.isVector(operation, reading: read)))
    // An activation or a bias that an optimiser joined with the layer before it.
    for function in try joined() {
      result = graph.add(
        ComputationGraph.Node(
          title: node.title, operation: .function(function), inputs: [result],
          shape: graph.nodes[result].shape, isVector: graph.nodes[result].isVector))
    }
    return .node(result)
  }

  private func number(_ position: Int) -> Double? {
    guard inputs.indices.contains(position) else { return nil }
    switch inputs[position] {
    case .tensor(let tensor): return tensor.count == 1 ? GraphNumbers(tensor)?.scalar : nil
    case .numbers(let numbers): return numbers.scalar
    default: return nil
    }
  }

  private func integers(_ position: Int) -> [Int]? {
    guard inputs.indices.contains(position) else { return nil }
    switch inputs[position] {
    case .tensor(let tensor): return GraphNumbers(tensor)?.integers
    case .numbers(let numbers): return numbers.integers
    default: return nil
    }
  }

  private func tensor(_ position: Int) -> StoredTensor? {
    guard inputs.indices.contains(position) else { return nil }
    switch inputs[position] {
    case .tensor(let tensor): return tensor
    case .numbers(let numbers):
      return try? StoredTensor(name: node.name, values: numbers.values.map { Float($0) })
    default: return nil
    }
  }

  private func isMissing(_ position: Int) -> Bool {
    guard inputs.indices.contains(position) else { return true }
    if case .missing = inputs[position] { return true }
    return false
  }

  /// True for a reshape that changes nothing.
  private func isKept(_ shape: [Int]?) -> Bool {
    guard let shape, node.type == "Reshape" || node.type == "Expand" else { return false }
    return integers(1).map { $0 == shape || $0 == [-1] + shape.dropFirst() } ?? false
  }

  // MARK: - Operators

  private func operation(
    _ read: [Int], _ graph: ComputationGraph
  ) throws(CheckpointError) -> GraphOperation {
    let isFirst = if case .node? = inputs.first { true } else { false }
    if read.count == 2, inputs.count == 2 {
      if node.type == "Div", let epsilon = unitLength(read, graph) {
        return .unitLength(epsilon: epsilon)
      }
      if let combination = Self.combinations[node.type] { return .combination(combination) }
    }
    if node.type == "Concat", read.count == inputs.count { return .concatenate }
    guard read.count == 1 else { return .other }
    if inputs.count == 2, let combination = Self.combinations[node.type] {
      let position = isFirst ? 1 : 0
      if let number = number(position) {
        return .function(GraphFunction(combination, number, isFirst: isFirst))
      }
      guard isFirst || combination == .add || combination == .multiply else { return .other }
      return tensor(position).map { .channels(combination, $0) } ?? .other
    }
    guard isFirst else { return .other }
    let isVector = graph.nodes[read[0]].isVector
    switch node.type {
    case "Conv", "FusedConv": return convolution()
    case "BatchNormalization": return normalization()
    case "Gemm" where isVector, "FusedGemm" where isVector: return try gemm()
    case "MatMul" where isVector, "FusedMatMul" where isVector: return try matrixProduct()
    case "LayerNormalization": return layerNormalization()
    case "GlobalAveragePool": return .pool(.average)
    case "GlobalMaxPool": return .pool(.maximum)
    case "ReduceMean", "ReduceMax", "ReduceL2", "LpNormalization":
      return try reduction(graph.nodes[read[0]])
    case "AveragePool", "MaxPool": return windows(graph.nodes[read[0]].shape)
    case "Pad": return pad()
    case "Softmax", "LogSoftmax":
      return isVector && [-1, 1].contains(node.integer("axis") ?? -1) ? .softmax : .other
    default: return elementwise().map { .function($0) } ?? .other
    }
  }

  /// An element-wise function of one input; nil for other operators.
  private func elementwise() -> GraphFunction? {
    switch node.type {
    case "Clip": return clip()
    case "HardSigmoid":
      let (slope, offset) = (node.float("alpha") ?? 0.2, node.float("beta") ?? 0.5)
      return .formula { min(max($0 * slope + offset, 0), 1) }
    case "QuickGelu":
      let slope = node.float("alpha") ?? 1.702
      return GraphFunction.named["sigmoid"].map { sigmoid in .formula { $0 * sigmoid($0 * slope) } }
    case "Gelu":
      return GraphFunction.named[node.text("approximate") == "tanh" ? "gelu-tanh" : "gelu"]
    case "FastGelu" where inputs.count == 1: return GraphFunction.named["gelu-tanh"]
    case "LeakyRelu":
      let slope = node.float("alpha") ?? 0.01
      return .formula { $0 < 0 ? $0 * slope : $0 }
    case "Relu", "Sigmoid", "Tanh", "HardSwish", "Erf", "Exp", "Sqrt", "Neg", "Abs", "Reciprocal",
      "Softplus", "Log", "Swish":
      return node.has("alpha") ? nil : GraphFunction.named[node.type.lowercased()]
    default: return nil
    }
  }

  private func clip() -> GraphFunction? {
    guard node.has("min") || isMissing(1) || number(1) != nil,
      node.has("max") || isMissing(2) || number(2) != nil
    else { return nil }
    let high = node.float("max") ?? number(2) ?? .infinity
    let low = node.float("min") ?? number(1) ?? -.infinity
    // Exporters write the largest number of single precision where there is no limit.
    if high > 1e30 { return .atLeast(low) }
    return .formula { min(max($0, low), high) }
  }

  /// Functions that onnxruntime's optimiser joined with this layer.
  private func joined() throws(CheckpointError) -> [GraphFunction] {
    guard let name = node.text("activation"), node.type.hasPrefix("Fused") else { return [] }
    let parameters = node.floats("activation_params") ?? []
    switch name {
    case "Clip" where parameters.count == 2:
      return [.formula { min(max($0, parameters[0]), parameters[1]) }]
    case "HardSigmoid" where parameters.count == 2:
      return [.formula { min(max($0 * parameters[0] + parameters[1], 0), 1) }]
    case "LeakyRelu" where parameters.count == 1:
      return [.formula { $0 < 0 ? $0 * parameters[0] : $0 }]
    default:
      guard parameters.isEmpty, let function = GraphFunction.named[name.lowercased()] else {
        throw .unsupported("ONNX model", feature: "\(node.title) with \(name)")
      }
      return [function]
    }
  }

  private func convolution() -> GraphOperation {
    guard let weight = tensor(1), weight.shape.count == 4, isMissing(2) || tensor(2) != nil,
      isMissing(3)
    else { return .other }
    let kernel = Window(weight.shape[2], weight.shape[3])
    guard weight.shape.allSatisfy((1...1 << 20).contains), kernel.height < 1024, kernel.width < 1024
    else { return .other }
    guard
      (node.integers("kernel_shape") ?? [kernel.height, kernel.width]) == [
        kernel.height, kernel.width,
      ]
    else { return .other }
    var found = GraphConvolution(name: node.name, shape: weight.shape)
    (found.weight, found.bias) = (weight, tensor(2))
    found.stride = window("strides")
    found.dilation = window("dilations")
    guard found.stride.area > 0, found.dilation.area > 0 else { return .other }
    found.groups = node.integer("group") ?? 1
    switch node.text("auto_pad") ?? "NOTSET" {
    case "SAME_UPPER": found.padding = nil
    case "VALID": break
    case "NOTSET":
      let pads = node.integers("pads") ?? [0, 0, 0, 0]
      guard pads.count == 4, pads.allSatisfy((0...1024).contains) else { return .other }
      found.padding = GraphPadding(top: pads[0], left: pads[1], bottom: pads[2], right: pads[3])
    default: return .other
    }
    return .convolution(found)
  }

  private func window(_ name: String) -> Window {
    let extents = node.integers(name) ?? [1, 1]
    // Larger ones are no network's, and products of them could overflow.
    guard extents.count == 2, extents.allSatisfy((1...1 << 15).contains) else { return Window(0) }
    return Window(extents[0], extents[1])
  }

  private func normalization() -> GraphOperation {
    guard let weight = tensor(1), let bias = tensor(2), let mean = tensor(3),
      let variance = tensor(4),
      (node.integer("training_mode") ?? 0) == 0
    else { return .other }
    return .normalization(
      GraphNormalization(
        name: node.name, epsilon: node.float("epsilon") ?? 1e-5,
        tensors: GraphNormalization.Tensors(
          weight: weight, bias: bias, mean: mean, variance: variance)))
  }

  private func gemm() throws(CheckpointError) -> GraphOperation {
    guard let weight = tensor(1), weight.shape.count == 2, (node.integer("transA") ?? 0) == 0,
      isMissing(2) || tensor(2) != nil
    else { return .other }
    guard node.float("alpha") ?? 1 == 1, node.float("beta") ?? 1 == 1 else {
      throw .unsupported("ONNX model", feature: "a scaled matrix product")
    }
    return .connected(
      try connected(weight, isTransposed: node.integer("transB") == 1, bias: tensor(2)))
  }

  private func matrixProduct() throws(CheckpointError) -> GraphOperation {
    guard let weight = tensor(1), weight.shape.count == 2, inputs.count == 2,
      (node.integer("transA") ?? 0) == 0, node.float("alpha") ?? 1 == 1
    else { return .other }
    return .connected(try connected(weight, isTransposed: node.integer("transB") == 1, bias: nil))
  }

  private func connected(
    _ weight: StoredTensor, isTransposed: Bool, bias: StoredTensor?
  ) throws(CheckpointError) -> GraphConnected {
    let matrix = isTransposed ? weight : try weight.permuted([1, 0])
    return GraphConnected(
      name: node.name, inputs: matrix.shape[1], outputs: matrix.shape[0], weight: matrix, bias: bias
    )
  }

  private func layerNormalization() -> GraphOperation {
    guard let weight = tensor(1), isMissing(2) || tensor(2) != nil,
      [-1, 1].contains(node.integer("axis") ?? -1)
    else { return .other }
    return .layerNormalization(
      GraphAffine(name: node.name, weight: weight, bias: tensor(2)),
      epsilon: node.float("epsilon") ?? 1e-5)
  }

  private func reduction(
    _ input: ComputationGraph.Node
  ) throws(CheckpointError) -> GraphOperation {
    if let keeps = node.integer("keepdims"), ![0, 1].contains(keeps) {
      throw .unsupported("ONNX model", feature: "\(node.title) with keepdims \(keeps)")
    }
    switch node.type {
    case "LpNormalization":
      return input.isVector && (node.integer("p") ?? 2) == 2
        && [-1, 1].contains(node.integer("axis") ?? -1)
        ? .unitLength(epsilon: 1e-12) : .other
    case "ReduceL2":
      let axes = node.integers("axes") ?? integers(1)
      return input.isVector && (axes == [1] || axes == [-1]) ? .length : .other
    default:
      guard let axes = node.integers("axes") ?? integers(1) else { return .other }
      if input.isVector {
        return node.type == "ReduceMean" && [[1], [-1]].contains(axes) ? .mean : .other
      }
      let plain = axes.map { $0 < 0 ? $0 + 4 : $0 }.sorted()
      return plain == [2, 3]
        ? .pool(node.type == "ReduceMean" ? .average : .maximum) : .other
    }
  }

  /// Pooling in windows; global if one window covers all rows and columns.
  private func windows(_ shape: [Int]?) -> GraphOperation {
    let kernel = window("kernel_shape")
    let pooling: GlobalPooling = node.type == "AveragePool" ? .average : .maximum
    guard (node.integers("pads") ?? []).allSatisfy({ $0 == 0 }), window("dilations") == Window(1),
      ["NOTSET", "VALID"].contains(node.text("auto_pad") ?? "NOTSET"), kernel.height > 0
    else { return .other }
    let isPartial = node.integer("ceil_mode") == 1
    guard let shape, shape.count == 4 else {
      // A window of 320 rows and more covers the features of every usual image.
      return isPartial && min(kernel.height, kernel.width) >= 320
        ? .pool(pooling) : .windows(pooling, kernel: kernel)
    }
    let isGlobal =
      isPartial
      ? kernel.height >= shape[2] && kernel.width >= shape[3]
      : kernel.height == shape[2] && kernel.width == shape[3]
    return isGlobal ? .pool(pooling) : .windows(pooling, kernel: kernel)
  }

  private func pad() -> GraphOperation {
    guard node.text("mode") ?? "constant" == "constant", isMissing(2) || number(2) == 0,
      isMissing(3), (node.float("value") ?? 0) == 0
    else { return .other }
    if inputs.indices.contains(1), case .computed = inputs[1] { return .pad(nil) }
    guard let pads = node.integers("pads") ?? integers(1), pads.count == 8,
      pads.allSatisfy((0...1024).contains), [0, 1, 4, 5].allSatisfy({ pads[$0] == 0 })
    else { return .other }
    return .pad(GraphPadding(top: pads[2], left: pads[3], bottom: pads[6], right: pads[7]))
  }

  /// The epsilon of x / max(‖x‖, epsilon); nil for other quotients.
  private func unitLength(_ read: [Int], _ graph: ComputationGraph) -> Double? {
    var divisor = graph.nodes[read[1]]
    var epsilon = 0.0
    if case .function(.atLeast(let limit)) = divisor.operation {
      epsilon = limit
      divisor = graph.nodes[divisor.inputs[0]]
    }
    guard case .length = divisor.operation, divisor.inputs == [read[0]] else { return nil }
    return epsilon
  }
}
