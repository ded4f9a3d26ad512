/// Increase in confidence: whether the masked image has a higher probability than the image.
///
/// Chattopadhay et al. 2018, Grad-CAM++, https://arxiv.org/abs/1710.11063
package struct IncreaseInConfidence: FaithfulnessMetric {
  /// One column, per cent of the images.
  package let columns = [MetricColumn("increase", title: "increase %", better: .higher)]
  package let reference = "Chattopadhay et al. 2018, arXiv:1710.11063"
  package let needsProbability = true

  package init() {}

  /// 100 or 0 for one image; the mean over images is a percentage.
  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, try probe.maskedProbability() > probe.probability ? 100 : 0)]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "100 if O > Y, otherwise 0, with Y and O as for the drop; the mean is a percentage of images"
  }
}
