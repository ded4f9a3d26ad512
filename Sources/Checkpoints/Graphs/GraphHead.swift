import Architectures

/// The operators that a computation graph has behind a network's features.
struct GraphHead {
  private(set) var pooling = GlobalPooling.average
  /// The operators with the file's layer names.
  private(set) var operators: [HeadOperator] = []
  /// What the graph's last function says of the outputs; nil if it ends with the logits.
  private(set) var outputs: OutputActivation?
  /// The fully connected layers and norms in order, for their tensors.
  private(set) var modules: [GraphOperation] = []

  /// Walks from the features' node to the graph's outputs.
  ///
  /// Throws `otherOperator` with the first operator that no head has.
  init(
    behind features: Int, in comparison: inout GraphComparison
  ) throws(CheckpointError) {
    var current = try pool(features, &comparison)
    while let next = try step(behind: current, &comparison) {
      current = next
      if outputs != nil { break }
    }
    try comparison.checkComplete()
    guard comparison.graph.outputs.contains(current) else {
      throw .otherOperator(found: nil, expected: "the logits as an output")
    }
  }

  /// The head; nil if it has no fully connected layer.
  var head: Head? {
    let head = Head(pooling: pooling, operators: operators)
    return head.outputs == nil ? nil : head
  }

  // MARK: - Pooling

  private mutating func pool(
    _ features: Int, _ comparison: inout GraphComparison
  ) throws(CheckpointError) -> Int {
    let graph = comparison.graph
    let readers = comparison.open(readersOf: features)
    if readers.count == 1, case .pool(let pooling) = graph.nodes[readers[0]].operation {
      self.pooling = pooling
      comparison.claim(readers)
      return readers[0]
    }
    if let both = sumOrConcatenation(readers, &comparison) { return both }
    if let mean = generalizedMean(behind: features, &comparison) { return mean }
    throw comparison.differs(behind: features, "pooling over all rows and columns")
  }

  /// Average and maximum pooling, added or one after the other; nil for anything else.
  private mutating func sumOrConcatenation(
    _ readers: [Int], _ comparison: inout GraphComparison
  ) -> Int? {
    let graph = comparison.graph
    func pool(_ pooling: GlobalPooling) -> Int? {
      readers.first { reader in
        if case .pool(pooling) = graph.nodes[reader].operation { true } else { false }
      }
    }
    guard readers.count == 2, let average = pool(.average), let maximum = pool(.maximum) else {
      return nil
    }
    let averages = [(average, 1.0, [average])] + Self.multiples(of: average, comparison)
    let maxima = [(maximum, 1.0, [maximum])] + Self.multiples(of: maximum, comparison)
    for one in averages {
      for other in maxima where other.1 == one.1 {
        for node in comparison.open(readersOf: one.0) {
          switch graph.nodes[node].operation {
          case .combination(.add) where Set(graph.nodes[node].inputs) == [one.0, other.0]:
            pooling = .averageMaximum
            append(scale: 2 * one.1)
          case .concatenate where graph.nodes[node].inputs == [one.0, other.0] && one.1 == 1:
            pooling = .averageThenMaximum
          default: continue
          }
          comparison.claim(one.2 + other.2 + [node])
          return node
        }
      }
    }
    return nil
  }

  /// The nodes behind `node` that multiply it with a number: node, factor, path.
  private static func multiples(
    of node: Int, _ comparison: GraphComparison
  ) -> [(Int, Double, [Int])] {
    comparison.elementwise(behind: node).compactMap { candidate in
      candidate.function.factor.map { (candidate.node, $0, [node] + candidate.path) }
    }
  }

  /// GeM: max(x, epsilon)^p, its average, and the p-th root of that; nil for anything else.
  private mutating func generalizedMean(
    behind features: Int, _ comparison: inout GraphComparison
  ) -> Int? {
    let graph = comparison.graph
    func only(_ node: Int) -> Int? {
      let readers = comparison.open(readersOf: node)
      return readers.count == 1 ? readers[0] : nil
    }
    guard let clamp = only(features),
      case .function(.atLeast(let limit)) = graph.nodes[clamp].operation,
      let raise = only(clamp), case .function(.power(let power)) = graph.nodes[raise].operation,
      let average = only(raise), case .pool(.average) = graph.nodes[average].operation,
      let root = only(average), case .function(.power(let inverse)) = graph.nodes[root].operation,
      limit > 0, power > 0, abs(power * inverse - 1) < 1e-5
    else { return nil }
    pooling = .generalizedMean(power: power, epsilon: limit)
    comparison.claim([clamp, raise, average, root])
    return root
  }

  // MARK: - Vector

  /// Takes the next operator behind `node`; nil at the graph's end.
  private mutating func step(
    behind node: Int, _ comparison: inout GraphComparison
  ) throws(CheckpointError) -> Int? {
    let readers = comparison.open(readersOf: node)
    guard let first = readers.first else { return nil }
    if readers.count == 1, take(comparison.graph.nodes[first].operation) {
      comparison.claim(readers)
      return first
    }
    if let unit = unitLength(behind: node, readers, comparison.graph) {
      _ = take(comparison.graph.nodes[unit.node].operation)
      comparison.claim(unit.path)
      return unit.node
    }
    if let norm = GraphLayerNorm(behind: node, in: comparison) {
      _ = take(.layerNormalization(norm.affine, epsilon: norm.epsilon))
      comparison.claim(norm.path)
      return norm.node
    }
    for candidate in comparison.elementwise(behind: node) {
      let inside = Set(candidate.path)
      let isCut = ([node] + candidate.path.filter { $0 != candidate.node }).allSatisfy {
        comparison.open(readersOf: $0).allSatisfy(inside.contains)
      }
      guard isCut else { continue }
      if let activation = candidate.function.activation {
        let isEnd = comparison.open(readersOf: candidate.node).isEmpty
        if activation == .sigmoid, isEnd, hasLogits {
          outputs = .sigmoid
        } else {
          operators.append(.vector(.activation(activation)))
        }
      } else if let factor = candidate.function.factor {
        append(scale: factor)
      } else {
        continue
      }
      comparison.claim(candidate.path)
      return candidate.node
    }
    throw comparison.differs(
      behind: node, "a layer of a head: fully connected, norm, activation or factor")
  }

  /// The division of `node` by its own length, and all nodes of it, if nothing else reads `node`.
  private func unitLength(
    behind node: Int, _ readers: [Int], _ graph: ComputationGraph
  ) -> (node: Int, path: [Int])? {
    for reader in readers {
      guard case .unitLength = graph.nodes[reader].operation else { continue }
      var path = [reader]
      var divisor = graph.nodes[reader].inputs[1]
      while divisor != node, let input = graph.nodes[divisor].inputs.first {
        path.append(divisor)
        divisor = input
      }
      if readers.allSatisfy(path.contains) { return (reader, path) }
    }
    return nil
  }

  /// Appends the operator of a node; false for a node that is no operator of a head.
  private mutating func take(_ operation: GraphOperation) -> Bool {
    switch operation {
    case .connected(let layer):
      operators.append(
        .fullyConnected(
          FullyConnected(name: layer.name, inputs: layer.inputs, outputs: layer.outputs)))
    case .normalization(let found):
      operators.append(
        .batchNormalization(BatchNormalization(name: found.name, epsilon: found.epsilon)))
    case .layerNormalization(let layer, let epsilon):
      operators.append(
        .vector(.layerNormalization(LayerNormalization(name: layer.name, epsilon: epsilon))))
    case .unitLength(let epsilon):
      operators.append(.vector(.unitLength(epsilon: epsilon)))
      return true
    case .channels(.add, let bias):
      // A matrix product and the sum with its bias.
      guard case .connected(var layer)? = modules.last, layer.bias == nil,
        case .fullyConnected? = operators.last, bias.count == layer.outputs
      else { return false }
      layer.bias = try? bias.reshaped([layer.outputs])
      modules[modules.count - 1] = .connected(layer)
      return layer.bias != nil
    case .softmax where hasLogits:
      outputs = .softmax
      return true
    default: return false
    }
    modules.append(operation)
    return true
  }

  private var hasLogits: Bool {
    operators.contains { if case .fullyConnected = $0 { true } else { false } }
  }

  /// Appends a factor, joined with one before it.
  private mutating func append(scale factor: Double) {
    var factor = factor
    if case .vector(.scale(let before))? = operators.last {
      factor *= before
      operators.removeLast()
    }
    if abs(factor - 1) > 1e-6 { operators.append(.vector(.scale(factor))) }
  }
}
