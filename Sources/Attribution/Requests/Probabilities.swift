import Architectures
import RealModule

extension OutputActivation {
  /// The probability of each class; nil for plain numbers, which have none.
  ///
  /// Computed in double precision; softmax is shifted by the maximum to avoid overflow.
  package func probabilities(_ logits: [Float]) -> [Double]? {
    switch self {
    case .softmax:
      guard let largest = logits.max() else { return [] }
      let powers = logits.map { Double.exp(Double($0) - Double(largest)) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    case .sigmoid: return logits.map { 1 / (1 + Double.exp(-Double($0))) }
    case .linear: return nil
    }
  }

  /// The entropy of the answer in nats; nil for plain numbers.
  ///
  /// Softmax: −Σ p ln p. Sigmoids are one answer each: the mean of −p ln p − (1 − p) ln (1 − p).
  package func entropy(_ logits: [Float]) -> Double? {
    guard let probabilities = probabilities(logits), !probabilities.isEmpty else { return nil }
    func term(_ p: Double) -> Double { p > 0 ? -p * Double.log(p) : 0 }
    let sum = probabilities.reduce(0) { $0 + term($1) }
    guard self == .sigmoid else { return sum }
    return probabilities.reduce(sum) { $0 + term(1 - $1) } / Double(probabilities.count)
  }
}

/// Softmax, computed in double precision and rounded to single precision.
func softmax(_ logits: [Float]) -> [Float] {
  (OutputActivation.softmax.probabilities(logits) ?? []).map { Float($0) }
}
