/// Deletion: how fast the probability falls when pixels are removed, most important first.
///
/// Petsiuk et al. 2018, RISE, https://arxiv.org/abs/1806.07421
package struct Deletion: FaithfulnessMetric {
  package let columns = [MetricColumn("deletion", title: "deletion AUC", better: .lower)]
  package let reference = "Petsiuk et al. 2018, arXiv:1806.07421"
  package let hasCurve = true

  package init() {}

  package func convention(_ settings: MetricSettings) -> String {
    "pixels are replaced by \(settings.deletionSubstrate.words) in \(settings.steps) steps, the "
      + "largest values of the displayed map first; area under the softmax probability over the "
      + "fraction of pixels, by trapezoids, both ends included"
  }

  /// One pass per step, plus one before the first step.
  package func passes(_ settings: MetricSettings) -> Int { settings.steps + 1 }

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    let exchange = PixelExchange(
      from: probe.image, to: probe.settings.deletionSubstrate.pixels(of: probe.image),
      order: probe.ranking.order, steps: probe.settings.steps)
    let curve = try exchange.curve(probe)
    return [MetricReading(columns[0].name, curve.area, curve: curve)]
  }
}
