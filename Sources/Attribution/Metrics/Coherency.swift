/// Coherency: the correlation of the map with the method's map of the masked image.
///
/// Poppi et al. 2021, Revisiting the Evaluation of CAM, https://arxiv.org/abs/2104.10252
public struct Coherency: FaithfulnessMetric {
  /// One column, 0…1.
  public let columns = [MetricColumn("coherency", title: "coherency", better: .higher)]
  /// Citation of the publication.
  public let reference = "Poppi et al. 2021, arXiv:2104.10252"

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions of this implementation.
  public func convention(_ settings: MetricSettings) -> String {
    "(r + 1) / 2 with r the Pearson correlation over pixels of the displayed map and the displayed "
      + "map of the preprocessed input times it; undefined (–) if either map is constant"
  }

  /// The rescaled correlation.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, try probe.coherency())]
  }
}

extension FaithfulnessProbe {
  /// (r + 1) / 2, with r the correlation of the map and the masked image's map.
  func coherency() throws(AttributionError) -> Double {
    let again = try maskedMap()
    return (pearson(ranking.values.map(Double.init), again.values.map(Double.init)) + 1) / 2
  }
}
