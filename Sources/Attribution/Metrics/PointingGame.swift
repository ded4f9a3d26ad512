/// The pointing game: whether the map's largest value points at the object.
///
/// Zhang et al. 2016, https://arxiv.org/abs/1608.00507; the tolerance is TorchRay's.
public struct PointingGame: FaithfulnessMetric {
  /// Per cent of the images.
  public let columns = [MetricColumn("pointing", title: "pointing %", better: .higher)]
  /// Where it was published.
  public let reference = "Zhang et al. 2016, arXiv:1608.00507"
  /// It must be told where the object is.
  public let needsBoxes = true

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions that were followed.
  public func convention(_ settings: MetricSettings) -> String {
    "100 where the displayed map's peak lies in a box or nearer than \(Int(settings.tolerance)) "
      + "pixels of the network's input to one, else 0; boxes are cut to what the network sees"
  }

  /// 100 for a hit, 0 for a miss; undefined without a box or without positive evidence.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    guard let boxes = probe.boxes, !boxes.isEmpty, probe.map.hasPositiveEvidence else {
      return [MetricReading(columns[0].name, .nan)]
    }
    let (row, column) = probe.ranking.peak
    let nearest = boxes.map { $0.distance(row: row, column: column) }.reduce(.infinity, min)
    // Inside is a hit even under no tolerance at all.
    let isHit = nearest == 0 || nearest < probe.settings.tolerance
    return [MetricReading(columns[0].name, isHit ? 100 : 0)]
  }
}
