/// Order statistics of repeated measurements.
package struct Statistics: Hashable, Sendable {
  package let median, minimum, p90, p99: Double
  /// Third quartile minus first quartile.
  package let interquartileRange: Double

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
  }
}
