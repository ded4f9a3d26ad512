import Tensors

/// What one run of a session gave.
public struct ForwardPass: Sendable {
  /// The classifier's outputs, one for each class.
  public let logits: Tensor
  private let activations: [Int: Tensor]
  private let preactivations: [Int: Tensor]

  /// What a run gave: logits, and the activations of the layers that were kept.
  public init(
    logits: Tensor, activations: [Int: Tensor] = [:], preactivations: [Int: Tensor] = [:]
  ) {
    self.logits = logits
    self.activations = activations
    self.preactivations = preactivations
  }

  /// The output of a tapped layer, (channels, height, width).
  public func activation(of layer: Int) -> Tensor? { activations[layer] }

  /// The value of a layer before its activation function, (channels, height, width).
  public func preactivation(of layer: Int) -> Tensor? { preactivations[layer] }
}
