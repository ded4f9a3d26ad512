/// What a network's outputs mean, by the function that turns logits into probabilities.
package enum OutputActivation: String, Hashable, Sendable, CaseIterable {
  /// One class of many: eˣ / Σ eˣ; the probabilities add up to 1.
  case softmax
  /// Each output on its own: 1 / (1 + e⁻ˣ).
  case sigmoid
  /// Plain numbers, such as a regression's; there are no probabilities.
  case linear
}
