/// Order statistics of repeated measurements.
public struct Statistics: Hashable, Sendable {
  /// Middle value.
  public let median: Double
  /// Smallest value.
  public let minimum: Double
  /// 90th percentile.
  public let p90: Double
  /// 99th percentile.
  public let p99: Double
  /// Third quartile minus first quartile.
  public let interquartileRange: Double

  /// Statistics of `samples`, of which there must be one at least.
  public init(_ samples: [Double]) {
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
