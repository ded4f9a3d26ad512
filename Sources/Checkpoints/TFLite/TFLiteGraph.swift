import Architectures

/// Translates a TFLite graph's operators into a computation graph.
///
/// Tensors have the axes (N, H, W, C); the converter has folded batch norms.
struct TFLiteGraph {
  private(set) var graph = ComputationGraph()
  private let tensors: TFLiteTensors
  /// The node of each tensor that an operator gives.
  private var nodes: [Int: Int] = [:]
  /// Tensors that hold the same constant as another one, by number.
  private var constants: [Int: Int] = [:]

  init(
    _ table: FlatTable, _ model: FlatTable, _ tensors: TFLiteTensors
  ) throws(CheckpointError) {
    self.tensors = tensors
    let shapes = try Self.shapes(table)
    for input in try table.numbers(1, Int32.self).map(Int.init) {
      let node = graph.add(
        ComputationGraph.Node(
          title: "input \(input)", operation: .image, inputs: [],
          shape: shapes.indices.contains(input) ? shapes[input] : nil))
      nodes[input] = node
    }
    var codes: [Int] = []
    for code in try model.tables(1) {
      // New files have the code in field 3, old ones in a byte in field 0.
      codes.append(
        max(Int(try code.number(3, Int32.self)), Int(try code.number(0, Int8.self))))
    }
    for (number, node) in try table.tables(3).enumerated() {
      try node.buffer.bytes.budget.allocate(2, of: ComputationGraph.Node.self)
      let index = Int(try node.number(0, UInt32.self))
      guard codes.indices.contains(index) else {
        throw node.buffer.broken(0, "operator \(number) has the code \(index), which is not there")
      }
      try add(TFLiteOperator(node, code: codes[index], number: number))
    }
    for output in try table.numbers(2, Int32.self).map(Int.init) {
      guard let node = nodes[output] else {
        throw table.buffer.broken(0, "an operator must give the graph's output \(output)")
      }
      graph.outputs.append(node)
    }
    guard !graph.outputs.isEmpty else {
      throw table.buffer.broken(0, "the graph must have an output")
    }
  }

  /// The shape (N, C, H, W) of each tensor with four axes; nil for the others.
  private static func shapes(_ table: FlatTable) throws(CheckpointError) -> [[Int]?] {
    var shapes: [[Int]?] = []
    for tensor in try table.tables(0) {
      let extents = try tensor.numbers(0, Int32.self).map(Int.init)
      let isImage = extents.count == 4 && extents.allSatisfy { (1...1 << 20).contains($0) }
      shapes.append(isImage ? [1, extents[3], extents[1], extents[2]] : nil)
    }
    return shapes
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
    guard nodes[output] == nil else {
      throw .duplicate("TFLite model", name: "tensor \(output)")
    }
    guard let first = read.first else {
      // Float16 weights are converted by a DEQUANTIZE operator; its output is the same tensor.
      if operation.kind == .dequantize, let input = operation.inputs.first {
        constants[output] = constants[input] ?? input
      }
      return
    }
    for input in operation.inputs where input >= 0 && nodes[input] == nil {
      guard tensors[constants[input] ?? input] != nil else {
        throw .malformed(
          "TFLite model", offset: 0,
          rule: "\(operation.title) reads tensor \(input), which nothing before it gives")
      }
    }
    let input = graph.nodes[first]
    if operation.kind == .dequantize || operation.kind == .quantize
      || operation.kind == .reshape && input.isVector
    {
      nodes[output] = first
      return
    }
    let found = try translated(operation, read, input)
    let isVector =
      switch found {
      case .pool, .connected: true
      default: read.allSatisfy { graph.nodes[$0].isVector }
      }
    var node = graph.add(
      ComputationGraph.Node(
        title: operation.title, operation: found, inputs: read,
        shape: shape(of: found, input), isVector: isVector))
    if let function = try operation.fused() {
      node = graph.add(
        ComputationGraph.Node(
          title: operation.title, operation: .function(function), inputs: [node],
          shape: graph.nodes[node].shape, isVector: isVector))
    }
    nodes[output] = node
  }

  private func shape(of operation: GraphOperation, _ input: ComputationGraph.Node) -> [Int]? {
    guard let shape = input.shape else { return nil }
    switch operation {
    case .convolution(let found):
      let padding = found.padding ?? GraphPadding()
      let lost = found.padding == nil ? [0, 0] : [found.shape[2] - 1, found.shape[3] - 1]
      let height = shape[2] + padding.top + padding.bottom - lost[0]
      let width = shape[3] + padding.left + padding.right - lost[1]
      guard height > 0, width > 0, found.stride.area > 0 else { return nil }
      return [
        1, found.shape[0], (height + found.stride.height - 1) / found.stride.height,
        (width + found.stride.width - 1) / found.stride.width,
      ]
    case .pad(let padding?):
      return [
        1, shape[1], shape[2] + padding.top + padding.bottom,
        shape[3] + padding.left + padding.right,
      ]
    case .pool: return [1, shape[1], 1, 1]
    default: return shape
    }
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
        input.isVector
      else { break }
      return .connected(
        GraphConnected(
          name: weight.name, inputs: weight.shape[1], outputs: weight.shape[0], weight: weight,
          bias: constant(operation, 2)))
    case .combination(let combination):
      if read.count == 2 { return .combination(combination) }
      let isFirst = nodes[operation.inputs[0]] != nil
      guard let other = constant(operation, isFirst ? 1 : 0) else { break }
      if let number = other.scalar {
        return .function(
          .formula { isFirst ? combination($0, number) : combination(number, $0) })
      }
      if isFirst { return .channels(combination, other) }
    case .concatenate: return .concatenate
    case .function(let name): return GraphFunction.named[name].map { .function($0) } ?? .other
    case .softmax: return input.isVector ? .softmax : .other
    case .reduction(let pooling):
      guard let axes = constant(operation, 1).flatMap(GraphNumbers.init)?.integers, !input.isVector,
        axes.map({ $0 < 0 ? $0 + 4 : $0 }).sorted() == [1, 2]
      else { break }
      return .pool(pooling)
    case .windows(let pooling):
      let kernel = try operation.window(heightField: 4, widthField: 3)
      guard let shape = input.shape else { return .windows(pooling, kernel: kernel) }
      return kernel == Window(shape[2], shape[3])
        ? .pool(pooling) : .windows(pooling, kernel: kernel)
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
}
