/// The energy-based pointing game: the share of the map that lies within the object's box.
///
/// Wang et al. 2020, Score-CAM, https://arxiv.org/abs/1910.01279
public struct EnergyPointingGame: FaithfulnessMetric {
  /// Per cent of the map's sum.
  public let columns = [MetricColumn("energy-pointing", title: "energy %", better: .higher)]
  /// Where it was published.
  public let reference = "Wang et al. 2020, arXiv:1910.01279"
  /// It must be told where the object is.
  public let needsBoxes = true

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions that were followed.
  public func convention(_ settings: MetricSettings) -> String {
    "100 · sum of the displayed map over pixels whose centre lies in a box / its sum over all; a "
      + "flat map scores the boxes' share of the input, which the image's row says"
  }

  /// The share within any of the boxes; undefined without a box or without positive evidence.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
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
}
