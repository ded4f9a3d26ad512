/// Average drop: the relative loss of the class's probability when the image is masked by the map.
///
/// Chattopadhay et al. 2018, Grad-CAM++, https://arxiv.org/abs/1710.11063
package struct AverageDrop: FaithfulnessMetric {
  /// One column, per cent of the original probability.
  package let columns = [MetricColumn("average-drop", title: "drop %", better: .lower)]
  package let reference = "Chattopadhay et al. 2018, arXiv:1710.11063"
  package let needsProbability = true

  package init() {}

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, 100 * (try probe.relativeDrop()))]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "100 · max(0, Y − O) / Y with Y the class's probability of the image and O that of the "
      + "preprocessed input times the displayed map (masked pixels become the mean colour)"
  }

  package func passes(_ settings: MetricSettings) -> Int { 1 }
}

extension FaithfulnessProbe {
  /// max(0, Y − O) / Y, with O the masked image's probability; NaN if Y is 0.
  func relativeDrop() throws(AttributionError) -> Double {
    let masked = try maskedProbability()
    return probability > 0 ? max(0, probability - masked) / probability : .nan
  }
}
