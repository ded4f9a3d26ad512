/// ADCC: average drop, coherency and complexity in one number, so that none is won by losing others.
///
/// Poppi et al. 2021, Revisiting the Evaluation of CAM, https://arxiv.org/abs/2104.10252
public struct ADCC: FaithfulnessMetric {
  /// Between 0 and 1.
  public let columns = [MetricColumn("adcc", title: "ADCC", better: .higher)]
  /// Where it was published.
  public let reference = "Poppi et al. 2021, arXiv:2104.10252"

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions that were followed.
  public func convention(_ settings: MetricSettings) -> String {
    "harmonic mean of coherency, 1 − complexity and 1 − drop, image by image; 0 where one of "
      + "them is 0"
  }

  /// The harmonic mean.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    let parts = [try probe.coherency(), 1 - probe.complexity, 1 - (try probe.relativeDrop())]
    return [MetricReading(columns[0].name, Self.harmonicMean(parts))]
  }

  /// n / Σ 1/x; 0 where a part is 0, NaN where one is undefined.
  static func harmonicMean(_ parts: [Double]) -> Double {
    if parts.contains(where: \.isNaN) { return .nan }
    if parts.contains(where: { $0 <= 0 }) { return 0 }
    return Double(parts.count) / parts.reduce(0) { $0 + 1 / $1 }
  }
}
