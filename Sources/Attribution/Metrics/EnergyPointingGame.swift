/// The energy-based pointing game: the fraction of the map's sum inside the object's box.
///
/// Wang et al. 2020, Score-CAM, https://arxiv.org/abs/1910.01279
package struct EnergyPointingGame: FaithfulnessMetric {
  /// One column, per cent of the map's sum.
  package let columns = [MetricColumn("energy-pointing", title: "energy %", better: .higher)]
  package let reference = "Wang et al. 2020, arXiv:1910.01279"
  package let needsBoxes = true

  package init() {}

  /// The percentage inside any of the boxes; NaN without a box or without positive evidence.
  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    guard let boxes = probe.boxes, !boxes.isEmpty else {
      return [MetricReading(columns[0].name, .nan)]
    }
    var inside = 0.0
    var all = 0.0
    for (pixel, value) in probe.ranking.values.enumerated() {
      all += Double(value)
      let (row, column) = pixel.quotientAndRemainder(dividingBy: probe.ranking.width)
      if boxes.contains(where: { $0.contains(row: row, column: column) }) {
        inside += Double(value)
      }
    }
    return [MetricReading(columns[0].name, all > 0 ? 100 * inside / all : .nan)]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "100 · sum of the displayed map over pixels whose centre is in a box / its sum over all "
      + "pixels; a constant map scores the boxes' percentage of the input (see the image's row)"
  }
}
