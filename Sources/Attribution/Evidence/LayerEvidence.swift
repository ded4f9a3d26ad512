import Tensors

/// The data that a method needs to compute its map.
package struct EvidenceNeeds: OptionSet, Hashable, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let activations = EvidenceNeeds(rawValue: 1 << 0)
  /// The target's gradient with respect to the layer's activations.
  package static let gradients = EvidenceNeeds(rawValue: 1 << 1)
  /// Hessian of the target times activations.
  package static let curvature = EvidenceNeeds(rawValue: 1 << 2)
  /// The classifier's weights; available at the last stage only.
  package static let classifier = EvidenceNeeds(rawValue: 1 << 3)
  /// The target's gradient with respect to every bias and the image.
  package static let biasGradients = EvidenceNeeds(rawValue: 1 << 4)
  /// The target's gradient with respect to the image.
  package static let imageGradients = EvidenceNeeds(rawValue: 1 << 5)
  /// Extra passes with a changed image or changed activations.
  package static let perturbations = EvidenceNeeds(rawValue: 1 << 6)
}

/// A method's input: data of one layer for one image and one target; tensors are (C, h, w).
package struct LayerEvidence: Sendable {
  /// The layer's activations A.
  package let activations: Tensor
  /// g = ∂y/∂A, if the method needs it.
  package var gradients: Tensor?
  /// H·A (Hessian of y times A), if the method needs it.
  package var curvature: Tensor?
  /// ∂y/∂(mean of A_k) for each channel at the last stage, if y is linear in A.
  package var classifierRow: [Float]?
  /// Gradient of each spatial layer with a bias, if the method needs it.
  package var biasGradients: [BiasGradient] = []
  /// The network's preprocessed input (3, H, W).
  package var image: Tensor?
  package var score: Float
  package var probe: (any NetworkProbe)?
  /// The user's settings.
  package var settings = MethodSettings()

  package init(
    activations: Tensor, gradients: Tensor? = nil, classifierRow: [Float]? = nil, score: Float = 0
  ) {
    precondition(
      activations.shape.count == 3, "activations are (C, h, w), not \(activations.shape)")
    self.activations = activations
    self.gradients = gradients
    self.classifierRow = classifierRow
    self.score = score
  }

  package var channels: Int { activations.shape[0] }
  package var height: Int { activations.shape[1] }
  package var width: Int { activations.shape[2] }
  /// Number of positions h · w.
  package var area: Int { height * width }
}

/// Bias and pre-activation gradient of one layer; its sum over positions is ∂y/∂bias.
package struct BiasGradient: Sendable {
  /// Bias of each channel, with batch norm folded in.
  package let bias: [Float]
  /// ∂y/∂(pre-activation), (C, h, w).
  package let gradient: Tensor
}

/// The user's settings for a method.
package struct MethodSettings: Hashable, Sendable {
  /// Number of channels to perturb, largest norm first; nil for all.
  package var channels: Int?
  /// Number of noise draws, path steps or masks; nil for the method's default.
  package var samples: Int?
  /// Seed of all random numbers.
  package var seed: UInt64

  package init(channels: Int? = nil, samples: Int? = nil, seed: UInt64 = 0) {
    self.channels = channels
    self.samples = samples
    self.seed = seed
  }
}
