/// Average drop: how much of the class's probability is lost when only what the map shows is left.
///
/// Chattopadhay et al. 2018, Grad-CAM++, https://arxiv.org/abs/1710.11063
public struct AverageDrop: FaithfulnessMetric {
  /// Per cent of the original probability.
  public let columns = [MetricColumn("average-drop", title: "drop %", better: .lower)]
  /// Where it was published.
  public let reference = "Chattopadhay et al. 2018, arXiv:1710.11063"

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions that were followed.
  public func convention(_ settings: MetricSettings) -> String {
    "100 · max(0, Y − O) / Y with Y the softmax probability of the image and O that of the "
      + "preprocessed input times the displayed map (what is masked becomes the mean colour)"
  }

  /// The masked image.
  public func passes(_ settings: MetricSettings) -> Int { 1 }

  /// The drop of one image, which a mean over images makes an average.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, 100 * (try probe.relativeDrop()))]
  }
}

extension FaithfulnessProbe {
  /// max(0, Y − O) / Y.
  func relativeDrop() throws(AttributionError) -> Double {
    let masked = try maskedProbability()
    return probability > 0 ? max(0, probability - masked) / probability : .nan
  }
}
