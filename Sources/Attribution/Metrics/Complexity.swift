/// Complexity: the mean of the map, that is, how much of the image it covers; lower is better.
///
/// Poppi et al. 2021, Revisiting the Evaluation of CAM, https://arxiv.org/abs/2104.10252
package struct Complexity: FaithfulnessMetric {
  package let columns = [MetricColumn("complexity", title: "complexity", better: .lower)]
  package let reference = "Poppi et al. 2021, arXiv:2104.10252"

  package init() {}

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, probe.complexity)]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "mean of the displayed map (0…1) over the pixels of the input"
  }
}

extension FaithfulnessProbe {
  /// ‖L‖₁ / (H · W).
  var complexity: Double {
    ranking.values.reduce(0) { $0 + Double($1.magnitude) } / Double(ranking.values.count)
  }
}
