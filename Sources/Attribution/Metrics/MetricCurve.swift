/// A class's probability over the fraction of removed or restored pixels.
package struct MetricCurve: Hashable, Sendable {
  /// Fractions of the image's pixels, rising, within 0…1.
  package let fractions: [Double]
  package let probabilities: [Double]

  package init(fractions: [Double], probabilities: [Double]) {
    precondition(
      fractions.count == probabilities.count,
      "\(fractions.count) fractions can't have \(probabilities.count) probabilities")
    self.fractions = fractions
    self.probabilities = probabilities
  }

  /// Area under the curve by the trapezoid rule; 0 for fewer than two points.
  package var area: Double {
    fractions.indices.dropFirst().reduce(0) { sum, index in
      let width = fractions[index] - fractions[index - 1]
      return sum + width * (probabilities[index] + probabilities[index - 1]) / 2
    }
  }

  /// Mean of curves with the same fractions; nil if there are none or the fractions differ.
  package static func mean(of curves: [MetricCurve]) -> MetricCurve? {
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
