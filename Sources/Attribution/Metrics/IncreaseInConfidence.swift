/// Increase in confidence: whether the class grows more probable when only what the map shows is left.
///
/// Chattopadhay et al. 2018, Grad-CAM++, https://arxiv.org/abs/1710.11063
public struct IncreaseInConfidence: FaithfulnessMetric {
  /// Per cent of the images.
  public let columns = [MetricColumn("increase", title: "increase %", better: .higher)]
  /// Where it was published.
  public let reference = "Chattopadhay et al. 2018, arXiv:1710.11063"

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions that were followed.
  public func convention(_ settings: MetricSettings) -> String {
    "100 where O > Y, else 0, with Y and O as for the drop; its mean is the share of images"
  }

  /// 100 or 0 for one image, which a mean over images makes a percentage.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, try probe.maskedProbability() > probe.probability ? 100 : 0)]
  }
}
