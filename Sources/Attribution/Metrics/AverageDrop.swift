/// Average drop: the relative loss of the class's probability when the image is masked by the map.
///
/// Chattopadhay et al. 2018, Grad-CAM++, https://arxiv.org/abs/1710.11063
public struct AverageDrop: FaithfulnessMetric {
  /// One column, per cent of the original probability.
  public let columns = [MetricColumn("average-drop", title: "drop %", better: .lower)]
  /// Citation of the publication.
  public let reference = "Chattopadhay et al. 2018, arXiv:1710.11063"

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions of this implementation.
  public func convention(_ settings: MetricSettings) -> String {
    "100 · max(0, Y − O) / Y with Y the softmax probability of the image and O that of the "
      + "preprocessed input times the displayed map (masked pixels become the mean colour)"
  }

  /// One pass, for the masked image.
  public func passes(_ settings: MetricSettings) -> Int { 1 }

  /// The drop of one image; the mean over images is the average drop.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, 100 * (try probe.relativeDrop()))]
  }
}

extension FaithfulnessProbe {
  /// max(0, Y − O) / Y, with O the masked image's probability; NaN if Y is 0.
  func relativeDrop() throws(AttributionError) -> Double {
    let masked = try maskedProbability()
    return probability > 0 ? max(0, probability - masked) / probability : .nan
  }
}
