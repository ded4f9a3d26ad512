/// Increase in confidence: whether the masked image has a higher probability than the image.
///
/// Chattopadhay et al. 2018, Grad-CAM++, https://arxiv.org/abs/1710.11063
public struct IncreaseInConfidence: FaithfulnessMetric {
  /// One column, per cent of the images.
  public let columns = [MetricColumn("increase", title: "increase %", better: .higher)]
  /// Citation of the publication.
  public let reference = "Chattopadhay et al. 2018, arXiv:1710.11063"

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions of this implementation.
  public func convention(_ settings: MetricSettings) -> String {
    "100 if O > Y, otherwise 0, with Y and O as for the drop; the mean is a percentage of images"
  }

  /// 100 or 0 for one image; the mean over images is a percentage.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, try probe.maskedProbability() > probe.probability ? 100 : 0)]
  }
}
