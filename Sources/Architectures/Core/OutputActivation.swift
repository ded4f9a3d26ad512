/// What a network's outputs mean, by the function that turns logits into probabilities.
package enum OutputActivation: String, Hashable, Sendable, CaseIterable {
  /// One class of many: eˣ / Σ eˣ; the probabilities add up to 1.
  case softmax
  /// Each output on its own: 1 / (1 + e⁻ˣ).
  case sigmoid
  /// Plain numbers, such as a regression's; there are no probabilities.
  case linear

  /// The probability from which a sigmoid's class counts as present.
  package static let threshold = 0.5
}

extension Network {
  /// True if each output is an answer of its own (many labels): none or several classes may hold.
  package var isMultiLabel: Bool { outputActivation == .sigmoid && !isTwoSided }

  /// What the outputs mean, in a line; nil for softmax, which needs no word.
  package var outputWords: String? {
    switch outputActivation {
    case .softmax: nil
    case .sigmoid where isTwoSided: "sigmoid of one logit: class 1, or else class 0"
    case .sigmoid: "sigmoid: each class has a probability of its own and is present from 50 %"
    case .linear: "linear: plain numbers without probabilities"
    }
  }
}
