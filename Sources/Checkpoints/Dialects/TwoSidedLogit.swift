import Architectures
import Tensors

extension NetworkOptions {
  /// These options for a checkpoint whose only logit z decides between two classes.
  ///
  /// The classifier gets two rows, −w and w, so that its logits are −z and z and the sigmoids of
  /// both add up to 1: σ(−z) = 1 − σ(z).
  func twoSided() -> NetworkOptions {
    var options = self
    options.isTwoSided = true
    options.outputActivation = .sigmoid
    options.classes = 2
    guard var head else { return options }
    for index in head.operators.indices.reversed() {
      guard case .fullyConnected(var connected) = head.operators[index] else { continue }
      connected.outputs = 2
      head.operators[index] = .fullyConnected(connected)
      break
    }
    options.head = head
    return options
  }
}

extension StateDictionary {
  /// Replaces the classifier's only row w (1, inputs) and bias b (1) by the rows −w, w and −b, b.
  mutating func makeTwoSided(classifier: String) {
    for name in ["\(classifier).weight", "\(classifier).bias"] {
      guard let row = self[name], row.shape.first == 1 else { continue }
      let elements = row.elements
      self[name] = Tensor(
        shape: [2] + row.shape.dropFirst(), elements.map { -$0 } + elements)
    }
  }
}
