import Architectures

/// The operators that a file lists, each after those that it reads.
///
/// Readers translate their format's operators. What has no meaning here is `other` and makes the
/// comparison with a network fail with its name.
struct ComputationGraph: Sendable {
  /// One operator with one result.
  struct Node: Sendable {
    /// The operator's type and name in the file: `Relu '/bn1/act/Relu'`.
    let title: String
    let operation: GraphOperation
    /// The nodes that it reads.
    let inputs: [Int]
    /// The result's shape (N, C, H, W) or (N, C); nil where the file leaves it open.
    var shape: [Int]?
    /// True for a result without rows and columns.
    var isVector = false
  }

  private(set) var nodes: [Node] = []
  /// The nodes that read each node, in ascending order.
  private(set) var readers: [[Int]] = []
  /// The graph's results.
  var outputs: [Int] = []
  /// The names of weights that no result depends on.
  var unread: [String] = []
  /// The first operator with integers as its result; nil for a network of floats.
  var quantised: String?

  /// Adds a node and returns its number.
  mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    readers.append([])
    for input in Set(node.inputs) { readers[input].append(nodes.count - 1) }
    return nodes.count - 1
  }

  /// Sets the shape of a node's result.
  mutating func setShape(_ shape: [Int], of node: Int) { nodes[node].shape = shape }

  /// The nodes that an output depends on.
  var live: [Bool] {
    var live = [Bool](repeating: false, count: nodes.count)
    var open = outputs
    while let next = open.popLast() {
      guard !live[next] else { continue }
      live[next] = true
      open += nodes[next].inputs
    }
    return live
  }
}

/// What a node of a computation graph computes.
enum GraphOperation: Sendable {
  /// The graph's input, the image.
  case image
  case convolution(GraphConvolution)
  /// A batch norm.
  case normalization(GraphNormalization)
  case connected(GraphConnected)
  /// A layer norm over the last axis.
  case layerNormalization(GraphAffine, epsilon: Double)
  /// Average or maximum over all rows and columns.
  case pool(GlobalPooling)
  /// Average or maximum in windows of `kernel` without padding.
  case windows(GlobalPooling, kernel: Window)
  /// An element-wise function of one input.
  case function(GraphFunction)
  /// An element-wise combination of two inputs.
  case combination(GraphCombination)
  /// An element-wise combination with numbers per channel.
  case channels(GraphCombination, StoredTensor)
  /// Zeros before the rows and columns and behind them; nil if computed from the input's size.
  case pad(GraphPadding?)
  /// The inputs one after the other along the channels.
  case concatenate
  /// The Euclidean length of a vector.
  case length
  /// The mean of a vector's elements.
  case mean
  /// x / max(‖x‖₂, epsilon).
  case unitLength(epsilon: Double)
  case softmax
  /// Anything else.
  case other
}

/// Zeros around an image.
struct GraphPadding: Hashable, Sendable {
  var top = 0
  var left = 0
  var bottom = 0
  var right = 0

  static func + (one: GraphPadding, other: GraphPadding) -> GraphPadding {
    GraphPadding(
      top: one.top + other.top, left: one.left + other.left, bottom: one.bottom + other.bottom,
      right: one.right + other.right)
  }
}

/// A convolution in a computation graph.
struct GraphConvolution: Sendable {
  /// The layer's name in the file.
  let name: String
  /// Shape (O, I/groups, kH, kW); a 0 stands for an unknown extent.
  let shape: [Int]
  var stride = Window(1)
  /// Number of groups; 0 for one for each channel.
  var groups = 1
  var dilation = Window(1)
  /// The zeros around its input; nil for TensorFlow's 'same'.
  var padding: GraphPadding? = GraphPadding()
  /// Nil for tensors that are found by the layer's name.
  var weight: StoredTensor?
  var bias: StoredTensor?
}

/// A batch norm in a computation graph.
struct GraphNormalization: Sendable {
  /// The layer's name in the file.
  let name: String
  let epsilon: Double
  /// Shape (C) each; nil for tensors that are found by the layer's name.
  var tensors: Tensors?

  struct Tensors: Sendable {
    let weight: StoredTensor
    let bias: StoredTensor
    let mean: StoredTensor
    let variance: StoredTensor
  }
}

/// A fully connected layer in a computation graph.
struct GraphConnected: Sendable {
  /// The layer's name in the file.
  let name: String
  /// Length of the vector; 0 for an unknown one.
  let inputs: Int
  let outputs: Int
  /// Shape (O, I); nil for tensors that are found by the layer's name.
  var weight: StoredTensor?
  var bias: StoredTensor?
}

/// The weight and bias of a layer norm.
struct GraphAffine: Sendable {
  /// The layer's name in the file.
  let name: String
  var weight: StoredTensor?
  var bias: StoredTensor?
}

/// How two numbers become one.
enum GraphCombination: Hashable, Sendable {
  case add
  case subtract
  case multiply
  case divide
  case maximum
  case minimum
  case power

  func callAsFunction(_ one: Double, _ other: Double) -> Double {
    switch self {
    case .add: one + other
    case .subtract: one - other
    case .multiply: one * other
    case .divide: one / other
    case .maximum: max(one, other)
    case .minimum: min(one, other)
    case .power: Self.power(one, other)
    }
  }
}
