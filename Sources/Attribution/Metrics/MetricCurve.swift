/// How a class's probability changes with the share of the image that was removed or restored.
public struct MetricCurve: Hashable, Sendable {
  /// Shares of the image's pixels, rising from 0 to 1.
  public let fractions: [Double]
  /// The class's probability at each share.
  public let probabilities: [Double]

  /// A curve of equally many shares and probabilities.
  public init(fractions: [Double], probabilities: [Double]) {
    precondition(
      fractions.count == probabilities.count,
      "\(fractions.count) shares can't have \(probabilities.count) probabilities")
    self.fractions = fractions
    self.probabilities = probabilities
  }

  /// The area under the curve by the trapezoid rule; a single point has none.
  public var area: Double {
    guard fractions.count > 1 else { return 0 }
    var sum = 0.0
    for index in 1..<fractions.count {
      let width = fractions[index] - fractions[index - 1]
      sum += width * (probabilities[index] + probabilities[index - 1]) / 2
    }
    return sum
  }

  /// The mean of curves over the same shares.
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
