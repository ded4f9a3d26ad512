/// The pointing game: whether the map's largest value is on the object.
///
/// Zhang et al. 2016, https://arxiv.org/abs/1608.00507; the tolerance is TorchRay's.
package struct PointingGame: FaithfulnessMetric {
  package let needsBoxes = true
  /// One column, per cent of the images.
  package let columns = [MetricColumn("pointing", title: "pointing %", better: .higher)]
  package let reference = "Zhang et al. 2016, arXiv:1608.00507"

  package init() {}

  /// 100 for a hit, 0 for a miss; NaN without a box or without positive evidence.
  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    guard let boxes = probe.boxes, !boxes.isEmpty, probe.map.hasPositiveEvidence else {
      return [MetricReading(columns[0].name, .nan)]
    }
    let (row, column) = probe.ranking.peak
    let nearest = boxes.map { $0.distance(row: row, column: column) }.reduce(.infinity, min)
    // A peak inside a box is a hit even if the tolerance is 0.
    let isHit = nearest == 0 || nearest < probe.settings.tolerance
    return [MetricReading(columns[0].name, isHit ? 100 : 0)]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "100 if the displayed map's peak is in a box or less than \(Int(settings.tolerance)) pixels of "
      + "the network's input away from one, otherwise 0; boxes are clipped to the network's input"
  }
}
