import Tensors

/// What a method may need to see of the network before it can say anything.
public struct Needs: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: Int

  /// A set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The layer's activations.
  public static let activations = Needs(rawValue: 1 << 0)
  /// The target's gradient with respect to them.
  public static let gradients = Needs(rawValue: 1 << 1)
  /// The target's second derivative along them (Hessian times activations).
  public static let curvature = Needs(rawValue: 1 << 2)
  /// The classifier's weights, which exist for the last stage only.
  public static let classifier = Needs(rawValue: 1 << 3)
  /// The target's gradient with respect to every bias, and to the image.
  public static let biasGradients = Needs(rawValue: 1 << 4)
  /// The target's gradient with respect to the image.
  public static let imageGradients = Needs(rawValue: 1 << 5)
  /// Further passes through the network with something changed.
  public static let perturbations = Needs(rawValue: 1 << 6)
}

/// Everything known of one layer for one image and one target; tensors are (C, h, w).
public struct LayerEvidence: Sendable {
  /// The layer's activations A.
  public let activations: Tensor
  /// g = ∂y/∂A, where a method asked for it.
  public var gradients: Tensor?
  /// H·A, where a method asked for it.
  public var curvature: Tensor?
  /// ∂y/∂(mean of A_k) at the last stage, where y is linear in A: the target's classifier row.
  public var classifierRow: [Float]?
  /// The gradient of each biased layer, where a method asked for it.
  public var biasGradients: [BiasGradient] = []
  /// The network's input (3, H, W), preprocessed.
  public var image: Tensor?
  /// The target's score y.
  public var score: Float
  /// Further passes, where a method asked for them.
  public var probe: (any NetworkProbe)?
  /// The person's choices.
  public var settings = MethodSettings()

  /// Evidence about one layer.
  public init(
    activations: Tensor, gradients: Tensor? = nil, curvature: Tensor? = nil,
    classifierRow: [Float]? = nil, score: Float = 0
  ) {
    precondition(
      activations.shape.count == 3, "activations are (C, h, w), not \(activations.shape)")
    self.activations = activations
    self.gradients = gradients
    self.curvature = curvature
    self.classifierRow = classifierRow
    self.score = score
  }

  /// Number of channels C.
  public var channels: Int { activations.shape[0] }
  /// Rows h.
  public var height: Int { activations.shape[1] }
  /// Columns w.
  public var width: Int { activations.shape[2] }
  /// Places h · w.
  public var area: Int { height * width }
}

/// ∂y/∂b for one layer with a bias b: the gradient before its activation, place by place.
public struct BiasGradient: Sendable {
  /// The bias of each channel, batch norm folded in.
  public let bias: [Float]
  /// ∂y/∂(pre-activation), (C, h, w).
  public let gradient: Tensor

  /// The gradient of one layer's bias.
  public init(bias: [Float], gradient: Tensor) {
    self.bias = bias
    self.gradient = gradient
  }
}

/// What a person may choose about a method beyond its name.
public struct MethodSettings: Hashable, Sendable {
  /// Only the K channels with the largest norm are perturbed; nil for all.
  public var channels: Int?
  /// Noise draws, path steps or masks; nil for the method's own number.
  public var samples: Int?
  /// Seed of everything random.
  public var seed: UInt64

  /// The methods' own choices unless given otherwise.
  public init(channels: Int? = nil, samples: Int? = nil, seed: UInt64 = 0) {
    self.channels = channels
    self.samples = samples
    self.seed = seed
  }
}
