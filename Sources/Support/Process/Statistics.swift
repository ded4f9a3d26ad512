import Glibc

/// Order statistics of repeated measurements.
package struct Statistics: Hashable, Sendable {
  package let median, minimum, p90, p99: Double
  /// Third quartile minus first quartile.
  package let interquartileRange: Double
  /// Interval that holds the true median with a confidence of 95 %, from the ranks of the samples.
  ///
  /// It assumes no distribution. Fewer than six samples give their whole range, with less confidence.
  package let medianInterval: ClosedRange<Double>

  /// Creates the statistics of `samples`, which must not be empty.
  package init(_ samples: [Double]) {
    precondition(!samples.isEmpty, "statistics need a sample")
    let sorted = samples.sorted()
    /// Linear interpolation between the two nearest ranks.
    func quantile(_ fraction: Double) -> Double {
      let position = fraction * Double(sorted.count - 1)
      let lower = Int(position)
      let upper = min(lower + 1, sorted.count - 1)
      return sorted[lower] + (sorted[upper] - sorted[lower]) * (position - Double(lower))
    }
    median = quantile(0.5)
    minimum = sorted[0]
    p90 = quantile(0.9)
    p99 = quantile(0.99)
    interquartileRange = quantile(0.75) - quantile(0.25)
    let rank = Self.lowerRank(of: sorted.count)
    medianInterval = sorted[rank]...sorted[sorted.count - 1 - rank]
  }

  /// The largest index k with P(B < k + 1) ≤ 2.5 % for a binomial B of `count` fair throws, or 0.
  ///
  /// The k + 1 smallest samples all lie below the median with this probability.
  private static func lowerRank(of count: Int) -> Int {
    let total = Double(count)
    var sum = 0.0
    for below in 0..<count {
      let places = Double(below)
      sum += exp(
        lgamma(total + 1) - lgamma(places + 1) - lgamma(total - places + 1) - total * log(2))
      if sum > 0.025 { return max(0, below - 1) }
    }
    return 0
  }
}
