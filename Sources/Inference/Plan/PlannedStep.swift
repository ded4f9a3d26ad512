import Architectures

/// A tensor that a step reads or writes.
enum Value: Hashable, Sendable {
  /// The image, channels-last.
  case image
  /// A layer's output.
  case layer(Int)
  /// A layer's output before its activation, kept apart.
  case preactivation(Int)
  /// The derivative of a layer's activation at every element, kept for a recording.
  case slope(Int)
  /// Channel sums that a depthwise step leaves beside its output.
  case sums(Int)
  /// The narrow inputs of a fused expansion, by the expansion's layer.
  case narrowed(Int)
  /// The reduced vector inside a squeeze-excite step, by its gate's layer.
  case reduced(Int)
}

/// One entry of an execution plan: a kernel and the layers it stands for.
struct PlannedStep: Sendable {
  /// What runs; associated values are layer indices.
  enum Kind: Hashable, Sendable {
    case image
    case convolution(Int, activation: Activation)
    case depthwise(Int, activation: Activation)
    case expandDepthwise(expand: Int, depthwise: Int)
    case fullyConnected(Int, activation: Activation)
    case squeezeExcite(reduce: Int, gate: Int)
    case affine(Int, activation: Activation)
    case activate(Activation)
    case globalPool
    case pool(Int)
    case scale
    case add(Activation)
    case copyChannels(offset: Int, from: Int)
    case shuffle(groups: Int)
    case crop(Int)
    case narrow(Int)
    case narrowConvolution(Int, activation: Activation)
    case narrowExpandDepthwise(expand: Int, depthwise: Int)

    /// The same without the activation that follows.
    var linear: Kind {
      switch self {
      case .convolution(let layer, _): .convolution(layer, activation: .identity)
      case .depthwise(let layer, _): .depthwise(layer, activation: .identity)
      case .fullyConnected(let layer, _): .fullyConnected(layer, activation: .identity)
      case .affine(let layer, _): .affine(layer, activation: .identity)
      case .add: .add(.identity)
      default: self
      }
    }

    /// Whether its kernel can keep the derivative of the activation that follows.
    var keepsSlope: Bool {
      switch self {
      case .convolution, .depthwise, .activate: true
      default: false
      }
    }
  }

  var kind: Kind
  /// What it reads, in the kernel's order.
  var input: Value
  /// The gate of a convolution, or the second input of a sum or product.
  var second: Value?
  /// What a convolution adds to its result.
  var residual: Value?
  var output: Value
  /// Channel sums or the reduced vector, where the step makes them.
  var extra: Value?
  /// The derivative of its activation, where a recording keeps it.
  var slope: Value?
  /// The same of the layer that it computes on the way: an expansion, or a squeeze.
  var innerSlope: Value?
  /// The layers it computes.
  var layers: [Int]

  var reads: [Value] { [input] + [second, residual].compactMap { $0 } }
  var writes: [Value] { [output] + [extra, slope, innerSlope].compactMap { $0 } }
}
