import Architectures

/// A tensor that a step reads or writes.
enum Value: Hashable, Sendable {
  /// The image, channels last.
  case image
  /// A layer's output.
  case layer(Int)
  /// A layer's output before its activation, as a separate tensor.
  case preactivation(Int)
  /// The derivative of a layer's activation at every element, kept for a backward pass.
  case slope(Int)
  /// Channel sums that a depthwise step writes in addition to its output.
  case sums(Int)
  /// The input of a fused expansion in a narrow type, by the expansion's layer.
  case narrowed(Int)
  /// The reduced vector inside a squeeze-excite step, by the gate's layer.
  case reduced(Int)
}

/// One entry of an execution plan: a kernel and the layers that it computes.
struct PlannedStep: Sendable {
  /// The kernel; unlabelled `Int` values, `expand`, `depthwise`, `reduce` and `gate` are layers.
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
    case headPool(GlobalPooling)
    case vector(Int, VectorFunction)
    case scale
    case add(Activation)
    /// Copies channels, from channel `from` of the input or as input `position` of a concatenation.
    case copyChannels(position: Int, from: Int)
    case shuffle(groups: Int)
    case crop(Int)
    case narrow(Int)
    case narrowConvolution(Int, activation: Activation)
    case narrowExpandDepthwise(expand: Int, depthwise: Int)

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

    /// Whether the kernel can store the derivative of its activation.
    var keepsSlope: Bool {
      switch self {
      case .convolution, .depthwise, .activate: true
      default: false
      }
    }
  }

  var kind: Kind
  var input: Value
  /// The gate of a convolution, or the second input of a sum or product.
  var second: Value?
  /// Added to the result of a convolution.
  var residual: Value?
  var output: Value
  /// Channel sums or the reduced vector, if the step writes them.
  var extra: Value?
  /// The derivative of its activation, if a backward pass needs it.
  var slope: Value?
  /// The same for the first of two fused layers: an expansion or squeeze-excite's reduction.
  var innerSlope: Value?
  var layers: [Int]

  var reads: [Value] { [input] + [second, residual].compactMap { $0 } }
  var writes: [Value] { [output] + [extra, slope, innerSlope].compactMap { $0 } }
}
