/// Coherency: the correlation of the map with the method's map of the masked image.
///
/// Poppi et al. 2021, Revisiting the Evaluation of CAM, https://arxiv.org/abs/2104.10252
package struct Coherency: FaithfulnessMetric {
  package let columns = [MetricColumn("coherency", title: "coherency", better: .higher)]
  package let reference = "Poppi et al. 2021, arXiv:2104.10252"

  package init() {}

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, try probe.coherency())]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "(r + 1) / 2 with r the Pearson correlation over pixels of the displayed map and the displayed "
      + "map of the preprocessed input times it; undefined (–) if either map is constant"
  }
}

extension FaithfulnessProbe {
  /// (r + 1) / 2, with r the correlation of the map and the masked image's map.
  func coherency() throws(AttributionError) -> Double {
    let again = try maskedMap()
    return (pearson(ranking.values.map(Double.init), again.values.map(Double.init)) + 1) / 2
  }
}
