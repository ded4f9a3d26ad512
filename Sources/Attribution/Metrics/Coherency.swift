/// Coherency: whether the method finds the same again when it is shown only what it found.
///
/// Poppi et al. 2021, Revisiting the Evaluation of CAM, https://arxiv.org/abs/2104.10252
public struct Coherency: FaithfulnessMetric {
  /// Between 0 and 1.
  public let columns = [MetricColumn("coherency", title: "coherency", better: .higher)]
  /// Where it was published.
  public let reference = "Poppi et al. 2021, arXiv:2104.10252"

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions that were followed.
  public func convention(_ settings: MetricSettings) -> String {
    "(Pearson + 1) / 2 of the displayed map and that of the preprocessed input times it, pixel by "
      + "pixel; undefined (–) where either map is constant"
  }

  /// The rescaled correlation.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, try probe.coherency())]
  }
}

extension FaithfulnessProbe {
  /// (ρ + 1) / 2 of the map and the map of what it shows.
  func coherency() throws(AttributionError) -> Double {
    let again = try maskedMap()
    return (pearson(ranking.values.map(Double.init), again.values.map(Double.init)) + 1) / 2
  }
}
