import Architectures
import Tensors

/// Holds a TFLite graph against a network, operator by operator along the flow of data.
///
/// Every operator of the graph must be one of the network, of the scaling before it, of the
/// function behind its outputs, or of the computation of shapes.
struct TFLiteComparison {
  /// What the graph says beyond its weights.
  struct Findings {
    /// Mean, deviation and size for pictures whose pixels are in 0…1.
    var recipe = RecipeChanges()
    /// True if operators before the first convolution scale the picture.
    var isScaled = false
    /// The function behind the classifier; nil if there is none.
    var outputs: OutputActivation?
  }

  /// The largest EfficientNet has some 1,500 operators; the comparison's time is their square.
  private static let operationLimit = 4096

  private let program: TFLiteProgram
  private let network: Network
  /// The tensor that holds each layer's result.
  private var values: [Int: Int] = [:]
  private var used: Set<Int> = []
  /// The operation that computes each tensor.
  private let producers: [Int: Int]

  init(_ program: TFLiteProgram, _ network: Network) {
    self.program = program
    self.network = network
    var producers: [Int: Int] = [:]
    for (index, operation) in program.operations.enumerated() {
      for output in operation.outputs { producers[output] = index }
    }
    self.producers = producers
  }

  /// Compares all operators; throws `unsupported` with the first that differs.
  mutating func run() throws(CheckpointError) -> Findings {
    var findings = Findings()
    guard program.operations.count <= Self.operationLimit else {
      throw differs("\(program.operations.count) operators")
    }
    guard program.inputs.count == 1, program.outputs.count == 1 else {
      throw differs("\(program.inputs.count) inputs and \(program.outputs.count) outputs")
    }
    findings.recipe = try scaling()
    findings.isScaled = values[Layer.image] != source(program.inputs[0])
    for layer in network.layers { values[layer.index] = try value(of: layer) }
    guard let logits = network.layers.last.flatMap({ values[$0.index] }) else { return findings }
    var result = logits
    if let softmax = take(TFLiteCode.softmax, of: [logits]) {
      (result, findings.outputs) = (softmax, .softmax)
    } else if let sigmoid = take(TFLiteCode.logistic, of: [logits]) {
      (result, findings.outputs) = (sigmoid, .sigmoid)
    }
    guard source(program.outputs[0]) == result else {
      throw differs("another output than the classifier's")
    }
    let shapes = [TFLiteCode.shape, TFLiteCode.stridedSlice, TFLiteCode.pack]
    for (index, operation) in program.operations.enumerated()
    where !used.contains(index) && !shapes.contains(operation.code)
      && !operation.inputs.allSatisfy({ $0 < 0 || program.isConstant($0) })
    {
      throw differs(program.text(operation))
    }
    return findings
  }

  private func differs(_ what: String, at layer: Layer? = nil) -> CheckpointError {
    let place = layer.map { " at '\($0.name)'" } ?? ""
    return .unsupported("TFLite graph", feature: "\(what)\(place), which the network does not have")
  }

  /// The tensor that `value` is a copy of, in another type or without axes of extent 1.
  private mutating func source(_ value: Int) -> Int {
    var value = value
    // A graph with a cycle ends after as many steps as it has operations.
    for _ in program.operations {
      guard let index = producers[value] else { break }
      let operation = program.operations[index]
      switch operation.code {
      case TFLiteCode.dequantize, TFLiteCode.quantize, TFLiteCode.cast: break
      case TFLiteCode.reshape, TFLiteCode.squeeze:
        // Only a pooled vector stays what it is.
        let shape = operation.inputs.first.map(program.shape) ?? []
        guard shape.dropFirst().dropLast().allSatisfy({ $0 == 1 }) else { return value }
      default: return value
      }
      guard let input = operation.inputs.first else { return value }
      used.insert(index)
      value = input
    }
    return value
  }

  /// The result of the unused operation `code` that reads exactly the tensors `inputs`.
  private mutating func take(_ code: Int, of inputs: Set<Int>) -> Int? {
    for (index, operation) in program.operations.enumerated()
    where operation.code == code && operation.fused == 0 && !used.contains(index) {
      let read = Set(
        operation.inputs.filter { $0 >= 0 && !program.isConstant($0) }.map { source($0) })
      guard read == inputs, let output = operation.outputs.first else { continue }
      used.insert(index)
      return output
    }
    return nil
  }
}

extension TFLiteComparison {
  /// The scaling of the picture before the first convolution: factors and summands per channel.
  private mutating func scaling() throws(CheckpointError) -> RecipeChanges {
    var (factor, summand): ([Double], [Double]) = ([1, 1, 1], [0, 0, 0])
    var value = program.inputs[0]
    while let (index, operation) = elementwise(reading: value) {
      let position = operation.inputs.firstIndex { program.isConstant($0) } ?? 1
      let numbers = program.constant(operation.inputs[position])?.map(Double.init) ?? []
      guard numbers.count == 1 || numbers.count == 3, operation.fused == 0,
        let output = operation.outputs.first,
        position == 1 || operation.code == TFLiteCode.multiply || operation.code == TFLiteCode.add
      else { throw differs("\(program.text(operation)) before the first convolution") }
      for channel in 0..<3 {
        let number = numbers[numbers.count == 1 ? 0 : channel]
        switch operation.code {
        case TFLiteCode.multiply:
          (factor[channel], summand[channel]) = (
            factor[channel] * number, summand[channel] * number
          )
        case TFLiteCode.divide:
          (factor[channel], summand[channel]) = (
            factor[channel] / number, summand[channel] / number
          )
        case TFLiteCode.add: summand[channel] += number
        default: summand[channel] -= number
        }
      }
      used.insert(index)
      value = output
    }
    values[Layer.image] = value
    var changes = RecipeChanges()
    // The graph's input has pixels in 0…255: y = factor · 255 · x + summand.
    let deviation = factor.map { Float(1 / (255 * $0)) }
    guard deviation.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw differs("a scaling of the picture by 0")
    }
    changes.standardDeviation = deviation
    changes.mean = zip(factor, summand).map { Float(-$1 / (255 * $0)) }
    let shape = program.shape(program.inputs[0])
    guard shape.count == 4, shape[3] == 3, shape[1] == shape[2], (8...8192).contains(shape[1])
    else {
      throw differs("an input of shape \(shape)")
    }
    changes.size = shape[1]
    return changes
  }

  /// The only reader of `value`, if it adds or multiplies a constant.
  private mutating func elementwise(
    reading value: Int
  ) -> (Int, TFLiteProgram.Operation)? {
    let codes = [
      TFLiteCode.multiply, TFLiteCode.add, TFLiteCode.subtract, TFLiteCode.divide,
    ]
    for (index, operation) in program.operations.enumerated()
    where codes.contains(operation.code) && operation.inputs.count == 2 && !used.contains(index) {
      let variables = operation.inputs.filter { !program.isConstant($0) }
      if variables.count == 1, source(variables[0]) == value { return (index, operation) }
    }
    return nil
  }

  private mutating func value(of layer: Layer) throws(CheckpointError) -> Int {
    let inputs = layer.inputs.compactMap { values[$0] }
    guard inputs.count == layer.inputs.count else { throw differs("a missing input", at: layer) }
    switch layer.operation {
    case .convolution(let convolution):
      let found = try take(convolution, of: inputs[0], at: layer)
      return try activated(found, convolution.activation, at: layer)
    case .fullyConnected:
      guard let value = take(TFLiteCode.connected, of: [inputs[0]]) else {
        throw differs(reader(of: inputs[0]), at: layer)
      }
      return value
    case .globalAveragePool:
      return try pooled(inputs[0], at: layer)
    case .scale:
      guard let value = take(TFLiteCode.multiply, of: Set(inputs)) else {
        throw differs(reader(of: inputs[0]), at: layer)
      }
      return value
    case .add(.identity):
      guard let value = take(TFLiteCode.add, of: Set(inputs)) else {
        throw differs(reader(of: inputs[0]), at: layer)
      }
      return value
    default: throw differs("another operator", at: layer)
    }
  }

  /// What reads `value` in the graph, for errors.
  private mutating func reader(of value: Int) -> String {
    for (index, operation) in program.operations.enumerated() where !used.contains(index) {
      if operation.inputs.contains(where: { $0 >= 0 && source($0) == value }) {
        return program.text(operation)
      }
    }
    return "nothing"
  }

  private mutating func take(
    _ convolution: Convolution, of input: Int, at layer: Layer
  ) throws(CheckpointError) -> (value: Int, fused: Int) {
    let code = convolution.isDepthwise ? TFLiteCode.depthwise : TFLiteCode.convolution
    for (index, operation) in program.operations.enumerated()
    where operation.code == code && !used.contains(index) {
      guard let read = operation.inputs.first, let output = operation.outputs.first else {
        continue
      }
      let (start, pads) = unpadded(read)
      guard start == input else { continue }
      let shape = program.shape(start)
      let kernel = [convolution.kernel.height, convolution.kernel.width]
      let isStrided = operation.stride == [convolution.stride.height, convolution.stride.width]
      guard isStrided, operation.dilation == [1, 1] else {
        throw differs("\(program.text(operation)) of stride \(operation.stride)", at: layer)
      }
      guard shape.count == 4 || kernel == [1, 1] else {
        throw differs("an input of shape \(shape)", at: layer)
      }
      let needed =
        shape.count == 4
        ? (0..<2).map { Self.same(shape[$0 + 1], kernel[$0], operation.stride[$0]) }
        : [[0, 0], [0, 0]]
      guard operation.isSame ? pads == nil : (pads ?? [[0, 0], [0, 0]]) == needed else {
        throw differs("\(program.text(operation)) padded in another way", at: layer)
      }
      used.insert(index)
      return (output, operation.fused)
    }
    throw differs(reader(of: input), at: layer)
  }

  /// The tensor before a PAD, and the pads of rows and columns; no pads if there is none.
  private mutating func unpadded(_ value: Int) -> (Int, [[Int]]?) {
    let value = source(value)
    guard let index = producers[value], program.operations[index].code == TFLiteCode.pad,
      let input = program.operations[index].inputs.first,
      let amounts = program.operations[index].inputs.last.flatMap(program.constant),
      amounts.count == 8
    else { return (value, nil) }
    let numbers = amounts.compactMap { Int(exactly: $0) }
    guard numbers.count == 8 else { return (value, nil) }
    used.insert(index)
    return (source(input), [Array(numbers[2...3]), Array(numbers[4...5])])
  }

  /// TensorFlow's SAME: the pads before and after `extent`.
  private static func same(_ extent: Int, _ kernel: Int, _ stride: Int) -> [Int] {
    let total = max(0, ((extent + stride - 1) / stride - 1) * stride + kernel - extent)
    return [total / 2, total - total / 2]
  }

  private mutating func activated(
    _ found: (value: Int, fused: Int), _ activation: Activation, at layer: Layer
  ) throws(CheckpointError) -> Int {
    let value = found.value
    let expected = [Activation.relu: 1, .relu6: 3]
    guard found.fused == 0 else {
      guard expected[activation] == found.fused else {
        throw differs("the fused function \(found.fused)", at: layer)
      }
      return value
    }
    let result: Int? =
      switch activation {
      case .identity: value
      case .relu: take(TFLiteCode.relu, of: [value])
      case .relu6: take(TFLiteCode.relu6, of: [value])
      case .sigmoid: take(TFLiteCode.logistic, of: [value])
      case .silu:
        take(TFLiteCode.logistic, of: [value]).flatMap {
          take(TFLiteCode.multiply, of: [value, $0])
        }
      }
    guard let result else { throw differs(reader(of: value), at: layer) }
    return result
  }

  private mutating func pooled(_ value: Int, at layer: Layer) throws(CheckpointError) -> Int {
    let shape = program.shape(value)
    for (index, operation) in program.operations.enumerated() where !used.contains(index) {
      guard let read = operation.inputs.first, read >= 0, source(read) == value,
        let output = operation.outputs.first
      else { continue }
      switch operation.code {
      case TFLiteCode.mean where operation.inputs.count == 2:
        guard program.constant(operation.inputs[1])?.sorted() == [1, 2] else { continue }
      case TFLiteCode.averagePool:
        guard shape.count == 4, operation.window == Array(shape[1...2]), !operation.isSame else {
          continue
        }
      default: continue
      }
      used.insert(index)
      return source(output)
    }
    throw differs(reader(of: value), at: layer)
  }
}
