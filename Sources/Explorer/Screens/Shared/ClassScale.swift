import RealModule

/// What the bars and numbers of a list of classes show.
package enum ClassScale: String, CaseIterable, Sendable {
  case probability, logarithm, logit

  /// The smallest probability on the logarithmic scale.
  private static let floor = 1e-5

  /// The words in a title; nil for probabilities from 0 to 100 %, which need none.
  package var words: String? {
    switch self {
    case .probability: nil
    case .logarithm: "log scale, 0.001 % to 100 %"
    case .logit: "logits"
    }
  }

  /// Start and end of a class's bar, 0…1, among logits from `lowest` to `highest`.
  ///
  /// Logits start at zero, so that those below it point to the left.
  package func bar(_ item: RankedClass, lowest: Double, highest: Double)
    -> (origin: Double, end: Double)
  {
    let probability = item.probability ?? 0
    switch self {
    case .probability: return (0, probability)
    case .logarithm:
      let clamped = max(Self.floor, min(1, probability))
      return (0, 1 - Double.log10(clamped) / Double.log10(Self.floor))
    case .logit:
      let (low, high) = (min(0, lowest), max(0, highest))
      guard high > low else { return (0, 0) }
      return (-low / (high - low), (item.logit - low) / (high - low))
    }
  }

  /// The number of a class; a logarithmic scale shows small probabilities with their digits.
  package func number(_ item: RankedClass) -> String {
    switch self {
    case .logit: Numbers.fixed(item.logit, 2)
    case .logarithm: item.probability.map { Numbers.value(100 * $0) + " %" } ?? item.answer
    case .probability: item.answer
    }
  }

  /// Columns that numbers take.
  var width: Int { self == .logarithm ? 11 : 8 }
}
