/// ADCC: average drop, coherency and complexity combined in one score.
///
/// Poppi et al. 2021, Revisiting the Evaluation of CAM, https://arxiv.org/abs/2104.10252
package struct ADCC: FaithfulnessMetric {
  package let columns = [MetricColumn("adcc", title: "ADCC", better: .higher)]
  package let reference = "Poppi et al. 2021, arXiv:2104.10252"
  package let needsProbability = true

  package init() {}

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    let parts = [try probe.coherency(), 1 - probe.complexity, 1 - (try probe.relativeDrop())]
    return [MetricReading(columns[0].name, Self.harmonicMean(parts))]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "harmonic mean of coherency, 1 − complexity and 1 − drop of each image; 0 if one of them "
      + "is 0"
  }

  /// n / Σ 1/x; NaN if a part is NaN, otherwise 0 if a part is ≤ 0.
  static func harmonicMean(_ parts: [Double]) -> Double {
    if parts.contains(where: \.isNaN) { return .nan }
    if parts.contains(where: { $0 <= 0 }) { return 0 }
    return Double(parts.count) / parts.reduce(0) { $0 + 1 / $1 }
  }
}
