/// A class's probability over the fraction of removed or restored pixels.
public struct MetricCurve: Hashable, Sendable {
  /// Fractions of the image's pixels, rising, within 0…1.
  public let fractions: [Double]
  /// The class's probability at each fraction.
  public let probabilities: [Double]

  /// Creates a curve from the same number of fractions and probabilities.
  public init(fractions: [Double], probabilities: [Double]) {
    precondition(
      fractions.count == probabilities.count,
      "\(fractions.count) fractions can't have \(probabilities.count) probabilities")
    self.fractions = fractions
    self.probabilities = probabilities
  }

  /// Area under the curve by the trapezoid rule; 0 for fewer than two points.
  public var area: Double {
    guard fractions.count > 1 else { return 0 }
    var sum = 0.0
    for index in 1..<fractions.count {
      let width = fractions[index] - fractions[index - 1]
      sum += width * (probabilities[index] + probabilities[index - 1]) / 2
    }
    return sum
  }

  /// Mean of curves with the same fractions; nil if there are none or the fractions differ.
  public static func mean(of curves: [MetricCurve]) -> MetricCurve? {
    guard let first = curves.first, curves.allSatisfy({ $0.fractions == first.fractions }) else {
      return nil
    }
    let sums = first.probabilities.indices.map { index in
      curves.reduce(0) { $0 + $1.probabilities[index] }
    }
    return MetricCurve(
      fractions: first.fractions, probabilities: sums.map { $0 / Double(curves.count) })
  }
}
