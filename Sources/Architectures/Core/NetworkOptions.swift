/// Network settings that depend on the checkpoint, not on the variant.
public struct NetworkOptions: Hashable, Sendable {
  /// Number of outputs of the classifier.
  package var classes: Int
  /// Channels of the input: 3 for colour, 1 for grey.
  package var inputChannels = 3
  /// Padding convention that the weights were trained with; used by mobile networks only.
  ///
  /// EfficientNets, MobileNets and MnasNets were published with both conventions. Every other
  /// network has one padding and one epsilon, which its builder contains.
  package var padding: PaddingRule
  /// Epsilon of every batch norm; used by mobile networks only.
  package var batchNormEpsilon: Double
  /// The operators behind the last feature map; nil for the variant's own head with `classes`.
  package var head: Head?
  /// What the outputs mean.
  package var outputActivation = OutputActivation.softmax
  /// True for a checkpoint with one logit z for two classes, which becomes the logits (−z, z).
  ///
  /// With sigmoids their probabilities are 1 − p and p, and each class has its own evidence.
  package var isTwoSided = false

  /// The settings of the paper's code unless given.
  package init(
    classes: Int = 1000, padding: PaddingRule = .same, batchNormEpsilon: Double = 1e-3
  ) {
    self.classes = classes
    self.padding = padding
    self.batchNormEpsilon = batchNormEpsilon
  }
}
