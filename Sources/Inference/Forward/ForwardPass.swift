import Tensors

/// Result of one run of a session.
public struct ForwardPass: Sendable {
  /// The classifier's outputs, one value per class, (classes).
  public let logits: Tensor
  private let activations: [Int: Tensor]

  /// Creates a result from logits and the tensors of the layers that were kept.
  public init(logits: Tensor, activations: [Int: Tensor] = [:]) {
    self.logits = logits
    self.activations = activations
  }

  /// Output (C, h, w) of a tapped layer; nil if the layer was not tapped.
  public func activation(of layer: Int) -> Tensor? { activations[layer] }
}
