import Tensors

/// The data that a method needs to compute its map.
public struct EvidenceNeeds: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: Int

  /// A set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The layer's activations.
  public static let activations = EvidenceNeeds(rawValue: 1 << 0)
  /// The target's gradient with respect to the layer's activations.
  public static let gradients = EvidenceNeeds(rawValue: 1 << 1)
  /// Hessian of the target times activations.
  public static let curvature = EvidenceNeeds(rawValue: 1 << 2)
  /// The classifier's weights; available at the last stage only.
  public static let classifier = EvidenceNeeds(rawValue: 1 << 3)
  /// The target's gradient with respect to every bias and the image.
  public static let biasGradients = EvidenceNeeds(rawValue: 1 << 4)
  /// The target's gradient with respect to the image.
  public static let imageGradients = EvidenceNeeds(rawValue: 1 << 5)
  /// Extra passes with a changed image or changed activations.
  public static let perturbations = EvidenceNeeds(rawValue: 1 << 6)
}

/// A method's input: data of one layer for one image and one target; tensors are (C, h, w).
public struct LayerEvidence: Sendable {
  /// The layer's activations A.
  public let activations: Tensor
  /// g = ∂y/∂A, if the method needs it.
  public var gradients: Tensor?
  /// H·A (Hessian of y times A), if the method needs it.
  public var curvature: Tensor?
  /// ∂y/∂(mean of A_k) for each channel at the last stage, if y is linear in A.
  public var classifierRow: [Float]?
  /// Gradient of each spatial layer with a bias, if the method needs it.
  public var biasGradients: [BiasGradient] = []
  /// The network's preprocessed input (3, H, W).
  public var image: Tensor?
  /// The target's score y.
  public var score: Float
  /// Runs extra passes, if the method needs them.
  public var probe: (any NetworkProbe)?
  /// The user's settings.
  public var settings = MethodSettings()

  /// Creates evidence from (C, h, w) tensors.
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
  /// Number of positions h · w.
  public var area: Int { height * width }
}

/// Bias and pre-activation gradient of one layer; its sum over positions is ∂y/∂bias.
public struct BiasGradient: Sendable {
  /// Bias of each channel, with batch norm folded in.
  public let bias: [Float]
  /// ∂y/∂(pre-activation), (C, h, w).
  public let gradient: Tensor

  /// Creates the bias gradient of one layer.
  public init(bias: [Float], gradient: Tensor) {
    self.bias = bias
    self.gradient = gradient
  }
}

/// The user's settings for a method.
public struct MethodSettings: Hashable, Sendable {
  /// Number of channels to perturb, largest norm first; nil for all.
  public var channels: Int?
  /// Number of noise draws, path steps or masks; nil for the method's default.
  public var samples: Int?
  /// Seed of all random numbers.
  public var seed: UInt64

  /// Creates settings; by default the methods' own values.
  public init(channels: Int? = nil, samples: Int? = nil, seed: UInt64 = 0) {
    self.channels = channels
    self.samples = samples
    self.seed = seed
  }
}
