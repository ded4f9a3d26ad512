import Tensors

package struct ForwardPass: Sendable {
  /// The classifier's outputs, one value per class, (classes).
  package let logits: Tensor
  private let activations: [Int: Tensor]

  package init(logits: Tensor, activations: [Int: Tensor] = [:]) {
    self.logits = logits
    self.activations = activations
  }

  /// Output (C, h, w) of a tapped layer; nil if the layer was not tapped.
  package func activation(of layer: Int) -> Tensor? { activations[layer] }
}
