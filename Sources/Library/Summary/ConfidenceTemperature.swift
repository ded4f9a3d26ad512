import RealModule

/// Temperature scaling of confidences: p' = σ(ln(p / (1 − p)) / T).
///
/// Guo et al. 2017 divide all logits by T. A library keeps the confidence alone, so its log-odds are
/// divided; for two classes the two are the same.
package struct ConfidenceTemperature: Hashable, Sendable {
  /// Above 1 for an over-confident network, below 1 for an under-confident one.
  package let value: Double

  /// Fits T to answers by the least negative log-likelihood of right and wrong; nil if every answer is
  /// right or every one wrong, or if the best T is outside 0.05…20.
  package init?(confidences: [Double], isCorrect: [Bool]) {
    guard isCorrect.contains(true), isCorrect.contains(false) else { return nil }
    let odds = confidences.map(Self.logOdds)
    /// Derivative of the loss by 1/T, which rises with 1/T: the loss is convex in it.
    func slope(_ scale: Double) -> Double {
      zip(odds, isCorrect).reduce(0) { sum, answer in
        let likely = Self.sigmoid(answer.0 * scale)
        return sum + (likely - (answer.1 ? 1 : 0)) * answer.0
      }
    }
    var (low, high) = (1.0 / 20, 20.0)
    guard slope(low) < 0, slope(high) > 0 else { return nil }
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if slope(middle) < 0 { low = middle } else { high = middle }
    }
    value = 2 / (low + high)
  }

  /// The confidence at this temperature.
  package func scaled(_ confidence: Double) -> Double {
    Self.sigmoid(Self.logOdds(confidence) / value)
  }

  /// ln(p / (1 − p)), with p kept 1e-12 away from 0 and 1.
  private static func logOdds(_ confidence: Double) -> Double {
    let p = min(max(confidence, 1e-12), 1 - 1e-12)
    return Double.log(p) - Double.log(onePlus: -p)
  }

  private static func sigmoid(_ value: Double) -> Double { 1 / (1 + Double.exp(-value)) }
}
