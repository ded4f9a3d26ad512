import Architectures

/// Holds a computation graph against a network, operator by operator.
///
/// The walk follows the network from the image to its features. Each operator must read what it
/// reads in the network; in the end, every operator that an output depends on must be accounted
/// for.
struct GraphComparison {
  let graph: ComputationGraph
  let network: Network
  let live: [Bool]
  /// The nodes that the network accounts for.
  private(set) var claimed: [Bool]
  /// What the graph says of each of the network's convolutions, in order.
  private(set) var convolutions: [(needed: Convolution, found: GraphConvolution)] = []
  /// The batch norm behind each of these convolutions; nil where it is folded.
  private(set) var normalizations: [GraphNormalization?] = []

  init(_ graph: ComputationGraph, with network: Network) {
    self.graph = graph
    self.network = network
    live = graph.live
    claimed = [Bool](repeating: false, count: graph.nodes.count)
  }

  /// The image's node, which it accounts for; throws `otherOperator` if there is none.
  mutating func image() throws(CheckpointError) -> Int {
    guard
      let image = graph.nodes.firstIndex(where: {
        if case .image = $0.operation { true } else { false }
      })
    else { throw .otherOperator(found: nil, expected: "an image") }
    claimed[image] = true
    return image
  }

  /// Walks from `scaled`, or from the image itself, to the features and returns their node.
  ///
  /// Throws `otherOperator` at the first difference.
  mutating func features(behind scaled: Int? = nil) throws(CheckpointError) -> Int {
    let image = if let scaled { scaled } else { try self.image() }
    var values: [Int] = []
    for layer in network.layers.dropLast(2) {
      let inputs = layer.inputs.map { $0 == Layer.image ? image : values[$0] }
      values.append(try node(for: layer.operation, reading: inputs))
    }
    return values.last ?? image
  }

  private mutating func node(
    for operation: Operator, reading inputs: [Int]
  ) throws(CheckpointError) -> Int {
    switch operation {
    case .convolution(let needed): return try convolution(needed, reading: inputs[0])
    case .activation(let activation): return try self.activation(activation, behind: inputs[0])
    case .globalAveragePool: return try averagePool(of: inputs[0])
    case .scale: return try combination(.multiply, of: inputs, "squeeze-excite's product")
    case .add(let activation):
      return try self.activation(
        activation, behind: try combination(.add, of: inputs, "the sum of a skip connection"))
    default: throw .otherOperator(found: nil, expected: "an operator of mobile networks")
    }
  }

  // MARK: - Operators

  private mutating func convolution(
    _ needed: Convolution, reading input: Int
  ) throws(CheckpointError) -> Int {
    let expected =
      "the \(needed.kernel.height)×\(needed.kernel.width) convolution '\(needed.name)' "
      + "to \(needed.outputChannels) channels"
    for reader in open(readersOf: input) {
      var path = [reader]
      var padding: GraphPadding? = GraphPadding()
      if case .pad(let amounts) = graph.nodes[reader].operation {
        padding = amounts
        guard let next = open(readersOf: reader).first else { continue }
        path.append(next)
      }
      let last = path[path.count - 1]
      guard case .convolution(var found) = graph.nodes[last].operation,
        Self.fits(found.shape, needed)
      else { continue }
      if path.count > 1 {
        // A node that pads before TensorFlow's 'same' would pad twice.
        guard let own = found.padding else { throw differs(at: path[0], expected) }
        found.padding = padding.map { $0 + own }
      }
      let groups = found.groups == 0 && needed.isDepthwise ? needed.groups : found.groups
      guard found.stride == needed.stride, groups == needed.groups,
        found.dilation == Window(1) || needed.kernel == Window(1)
      else {
        throw differs(
          at: last, expected + " with stride \(needed.stride.height), \(needed.groups) groups")
      }
      claim(path)
      let end = bias(&found, behind: last)
      convolutions.append((needed, found))
      return try activation(needed.activation, behind: normalization(needed, behind: end))
    }
    throw differs(behind: input, expected)
  }

  private static func fits(_ shape: [Int], _ needed: Convolution) -> Bool {
    let expected = [
      needed.outputChannels, needed.inputChannels / needed.groups, needed.kernel.height,
      needed.kernel.width,
    ]
    return shape.count == 4 && zip(shape, expected).allSatisfy { $0 == 0 || $0 == $1 }
  }

  /// The sum with a bias that an exporter wrote as an operator of its own, or the convolution.
  private mutating func bias(_ found: inout GraphConvolution, behind node: Int) -> Int {
    guard found.bias == nil, let reader = open(readersOf: node).first,
      case .channels(.add, let bias) = graph.nodes[reader].operation,
      bias.shape.filter({ $0 != 1 }) == [found.shape[0]], bias.shape.count == 4,
      let flat = try? bias.reshaped([found.shape[0]])
    else { return node }
    found.bias = flat
    claim([reader])
    return reader
  }

  /// The batch norm behind a convolution, or the convolution itself where it is folded.
  private mutating func normalization(_ needed: Convolution, behind node: Int) -> Int {
    normalizations.append(nil)
    guard needed.normalization != nil, let reader = open(readersOf: node).first,
      case .normalization(let found) = graph.nodes[reader].operation
    else { return node }
    claim([reader])
    normalizations[normalizations.count - 1] = found
    return reader
  }

  private mutating func activation(
    _ activation: Activation, behind node: Int
  ) throws(CheckpointError) -> Int {
    guard activation != .identity, let function = GraphFunction.named[activation.rawValue] else {
      return node
    }
    let needed = SampledFunction(function)
    for candidate in elementwise(behind: node) where candidate.function.isEqual(to: needed) {
      claim(candidate.path)
      return candidate.node
    }
    throw differs(behind: node, "the activation \(activation.rawValue)")
  }

  private mutating func averagePool(of input: Int) throws(CheckpointError) -> Int {
    for reader in open(readersOf: input) {
      if case .pool(.average) = graph.nodes[reader].operation {
        claim([reader])
        return reader
      }
    }
    throw differs(behind: input, "squeeze-excite's average over rows and columns")
  }

  private mutating func combination(
    _ combination: GraphCombination, of inputs: [Int], _ expected: String
  ) throws(CheckpointError) -> Int {
    for reader in open(readersOf: inputs[0]) {
      if case .combination(combination) = graph.nodes[reader].operation,
        graph.nodes[reader].inputs.sorted() == inputs.sorted()
      {
        claim([reader])
        return reader
      }
    }
    throw differs(behind: inputs[0], expected)
  }

  // MARK: - The walk

  /// The nodes that read `node`, that an output depends on and that nothing accounts for yet.
  func open(readersOf node: Int) -> [Int] {
    graph.readers[node].filter { live[$0] && !claimed[$0] }
  }

  mutating func claim(_ nodes: [Int]) {
    for node in nodes { claimed[node] = true }
  }

  /// The error for a graph that has something else behind `node`.
  func differs(behind node: Int, _ expected: String) -> CheckpointError {
    .otherOperator(
      found: open(readersOf: node).first.map { graph.nodes[$0].title }, expected: expected)
  }

  /// The error for a node that differs.
  func differs(at node: Int, _ expected: String) -> CheckpointError {
    .otherOperator(found: graph.nodes[node].title, expected: expected)
  }

  /// Throws `otherOperator` with the first node that nothing accounts for.
  func checkComplete() throws(CheckpointError) {
    if let node = graph.nodes.indices.first(where: { live[$0] && !claimed[$0] }) {
      throw .otherOperator(found: graph.nodes[node].title, expected: "no such operator")
    }
  }

  /// A node that computes an element-wise function of another one.
  struct Elementwise {
    let node: Int
    let function: SampledFunction
    /// The nodes from the first reader to `node`.
    let path: [Int]
  }

  /// Longest chain of element-wise nodes that is looked at.
  private static let limit = 32

  /// The nodes whose results are element-wise functions of `start` alone, in the graph's order.
  func elementwise(behind start: Int) -> [Elementwise] {
    var functions: [Int: SampledFunction] = [start: .identity]
    var paths: [Int: Set<Int>] = [start: []]
    var found: [Elementwise] = []
    var queue = Set(open(readersOf: start))
    while queue.count <= Self.limit, let next = queue.min(), found.count < Self.limit {
      queue.remove(next)
      let node = graph.nodes[next]
      let inputs = node.inputs.compactMap { functions[$0]?.values }
      guard inputs.count == node.inputs.count else { continue }
      let values: [Double]
      switch node.operation {
      case .function(let function): values = inputs[0].map { function($0) }
      case .combination(let combine): values = zip(inputs[0], inputs[1]).map { combine($0, $1) }
      default: continue
      }
      let path = node.inputs.reduce(into: Set([next])) { $0.formUnion(paths[$1] ?? []) }
      functions[next] = SampledFunction(values: values)
      paths[next] = path
      found.append(
        Elementwise(node: next, function: SampledFunction(values: values), path: path.sorted()))
      queue.formUnion(open(readersOf: next))
    }
    return found
  }
}
