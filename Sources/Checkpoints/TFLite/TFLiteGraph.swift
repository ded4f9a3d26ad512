import Architectures

/// Translates a TFLite graph's operators into a computation graph.
///
/// Tensors have the axes (N, H, W, C); the converter has folded batch norms.
struct TFLiteGraph {
  private(set) var graph = ComputationGraph()
  let tensors: TFLiteTensors
  /// The node of each tensor that an operator gives.
  private var nodes: [Int: Int] = [:]
  /// Tensors that hold the same constant as another one, by number.
  private var constants: [Int: Int] = [:]
  /// Tensors that are computed from constants alone.
  private var computed: Set<Int> = []

  init(
    _ table: FlatTable, _ model: FlatTable, _ tensors: TFLiteTensors
  ) throws(CheckpointError) {
    self.tensors = tensors
    for input in try table.numbers(1, Int32.self).map(Int.init) {
      nodes[input] = graph.add(
        ComputationGraph.Node(
          title: "input \(input)", operation: .image, inputs: [],
          shape: tensors.description(of: input)?.imageShape))
    }
    let operators = try Self.operators(table, model)
    for operation in operators { try add(operation) }
    let outputs = try table.numbers(2, Int32.self).map(Int.init)
    for output in outputs {
      guard let node = nodes[output] else {
        throw table.buffer.broken(0, "an operator must give the graph's output \(output)")
      }
      graph.outputs.append(node)
    }
    guard !graph.outputs.isEmpty else {
      throw table.buffer.broken(0, "the graph must have an output")
    }
    graph.unread = tensors.weights(besides: Self.read(by: operators, for: outputs))
  }

  private static func operators(
    _ table: FlatTable, _ model: FlatTable
  ) throws(CheckpointError) -> [TFLiteOperator] {
    var codes: [Int] = []
    for code in try model.tables(1) {
      // New files have the code in field 3, old ones in a byte in field 0.
      codes.append(
        max(Int(try code.number(3, Int32.self)), Int(try code.number(0, Int8.self))))
    }
    var operators: [TFLiteOperator] = []
    for (number, node) in try table.tables(3).enumerated() {
      try node.buffer.bytes.budget.allocate(2, of: ComputationGraph.Node.self)
      let index = Int(try node.number(0, UInt32.self))
      guard codes.indices.contains(index) else {
        throw node.buffer.broken(0, "operator \(number) has the code \(index), which is not there")
      }
      operators.append(try TFLiteOperator(node, code: codes[index], number: number))
    }
    return operators
  }

  /// The tensors that `outputs` depend on.
  private static func read(by operators: [TFLiteOperator], for outputs: [Int]) -> Set<Int> {
    var makers: [Int: [Int]] = [:]
    for operation in operators {
      for output in operation.outputs { makers[output] = operation.inputs }
    }
    var (read, open): (Set<Int>, [Int]) = ([], outputs)
    while let next = open.popLast() {
      if read.insert(next).inserted { open += makers[next] ?? [] }
    }
    return read
  }

  /// The constant tensor at an input of an operator; nil for the result of an operator.
  private func constant(_ operation: TFLiteOperator, _ position: Int) -> StoredTensor? {
    guard operation.inputs.indices.contains(position) else { return nil }
    let number = operation.inputs[position]
    return tensors[constants[number] ?? number]
  }

  private mutating func add(_ operation: TFLiteOperator) throws(CheckpointError) {
    guard let output = operation.outputs.first else { return }
    let read = operation.inputs.compactMap { nodes[$0] }
    for output in operation.outputs where nodes[output] != nil {
      throw .duplicate("TFLite model", name: "tensor \(output)")
    }
    guard let first = read.first else {
      // Float16 weights are converted by a DEQUANTIZE operator; its output is the same tensor.
      if operation.kind == .dequantize, let input = operation.inputs.first {
        constants[output] = constants[input] ?? input
      } else {
        computed.formUnion(operation.outputs)
      }
      return
    }
    for input in operation.inputs where input >= 0 && nodes[input] == nil {
      guard tensors[constants[input] ?? input] != nil || computed.contains(input) else {
        throw .malformed(
          "TFLite model", offset: 0,
          rule: "\(operation.title) reads tensor \(input), which nothing before it gives")
      }
    }
    if graph.quantised == nil, tensors.description(of: output)?.isQuantised == true {
      graph.quantised = operation.title
    }
    if keeps(operation, graph.nodes[first]) {
      nodes[output] = first
      return
    }
    nodes[output] = try node(for: operation, read, graph.nodes[first])
    // Further outputs must not matter.
    for other in operation.outputs.dropFirst() {
      nodes[other] = graph.add(
        ComputationGraph.Node(title: operation.title, operation: .other, inputs: read))
    }
  }

  /// True for an operator whose result has the same numbers in the same order.
  private func keeps(_ operation: TFLiteOperator, _ input: ComputationGraph.Node) -> Bool {
    switch operation.kind {
    case .dequantize, .quantize: true
    case .reshape: input.isVector
    case .cast:
      if case .image = input.operation, let output = operation.outputs.first {
        tensors.description(of: output)?.isFloat == true
      } else {
        false
      }
    default: false
    }
  }

  private mutating func node(
    for operation: TFLiteOperator, _ read: [Int], _ input: ComputationGraph.Node
  ) throws(CheckpointError) -> Int {
    let found = try translated(operation, read, input)
    let isVector = graph.isVector(found, reading: read)
    var node = graph.add(
      ComputationGraph.Node(
        title: operation.title, operation: found, inputs: read,
        shape: graph.shape(of: found, reading: read), isVector: isVector))
    if let fused = try operation.fused() {
      node = graph.add(
        ComputationGraph.Node(
          title: "\(fused.name) in \(operation.title)", operation: .function(fused.function),
          inputs: [node],
          shape: graph.nodes[node].shape, isVector: isVector))
    }
    return node
  }

  private func translated(
    _ operation: TFLiteOperator, _ read: [Int], _ input: ComputationGraph.Node
  ) throws(CheckpointError) -> GraphOperation {
    switch operation.kind {
    case .convolution, .depthwise:
      guard let weight = constant(operation, 1), weight.shape.count == 4, read.count == 1 else {
        break
      }
      // (O, H, W, I) or, depthwise, (1, H, W, C) to (O, I/groups, H, W).
      let isDepthwise = operation.kind == .depthwise
      let permuted = try weight.permuted(isDepthwise ? [3, 0, 1, 2] : [0, 3, 1, 2])
      var found = GraphConvolution(name: weight.name, shape: permuted.shape)
      (found.weight, found.bias) = (permuted, constant(operation, 2))
      found.groups = isDepthwise ? permuted.shape[0] : 1
      try operation.read(into: &found)
      return .convolution(found)
    case .connected:
      guard let weight = constant(operation, 1), weight.shape.count == 2, read.count == 1,
        input.isVector, try operation.hasPlainWeights
      else { break }
      return .connected(
        GraphConnected(
          name: weight.name, inputs: weight.shape[1], outputs: weight.shape[0], weight: weight,
          bias: constant(operation, 2)))
    case .combination(let combination):
      if read.count == 2 { return .combination(combination) }
      return try withConstant(combination, operation, input)
    case .concatenate:
      let rank = operation.inputs.first.flatMap(tensors.description)?.extents.count
      guard let rank, [-1, rank - 1].contains(try operation.axis) else { break }
      return .concatenate
    case .function, .gelu, .leaky:
      if let function = try operation.parametric { return .function(function) }
    case .softmax:
      let isPlain = try operation.isPlainSoftmax
      return input.isVector && isPlain ? .softmax : .other
    case .reduction(let pooling):
      guard let axes = constant(operation, 1).flatMap(GraphNumbers.init)?.integers, !input.isVector,
        axes.map({ $0 < 0 ? $0 + 4 : $0 }).sorted() == [1, 2]
      else { break }
      return .pool(pooling)
    case .windows(let pooling): return try operation.pooling(pooling, of: input.shape)
    case .pad:
      guard let pads = constant(operation, 1).flatMap(GraphNumbers.init)?.integers, pads.count == 8,
        pads.allSatisfy((0...1024).contains), [0, 1, 6, 7].allSatisfy({ pads[$0] == 0 })
      else { break }
      return .pad(GraphPadding(top: pads[2], left: pads[4], bottom: pads[3], right: pads[5]))
    case .length where input.isVector: return .unitLength(epsilon: 1e-6)
    default: break
    }
    return .other
  }

  /// The combination of one input with a number or with one number per channel.
  private func withConstant(
    _ combination: GraphCombination, _ operation: TFLiteOperator, _ input: ComputationGraph.Node
  ) throws(CheckpointError) -> GraphOperation {
    let isFirst = nodes[operation.inputs[0]] != nil
    guard operation.inputs.count == 2, let other = constant(operation, isFirst ? 1 : 0) else {
      return .other
    }
    if let number = other.scalar {
      return .function(GraphFunction(combination, number, isFirst: isFirst))
    }
    let isSymmetric = combination == .add || combination == .multiply
    guard isFirst || isSymmetric, other.shape.dropLast().allSatisfy({ $0 == 1 }) else {
      return .other
    }
    let numbers = try other.reshaped([other.count])
    guard input.isVector else { return .channels(combination, numbers) }
    guard let found = try GraphNormalization(combination, numbers) else { return .other }
    return .normalization(found)
  }
}
