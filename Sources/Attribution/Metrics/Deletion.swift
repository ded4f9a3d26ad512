/// Deletion: how fast the probability falls when pixels are removed, most important first.
///
/// Petsiuk et al. 2018, RISE, https://arxiv.org/abs/1806.07421
public struct Deletion: FaithfulnessMetric {
  /// The area under the curve.
  public let columns = [MetricColumn("deletion", title: "deletion AUC", better: .lower)]
  /// Citation of the publication.
  public let reference = "Petsiuk et al. 2018, arXiv:1806.07421"

  /// The probability over the fraction of removed pixels.
  public let hasCurve = true

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions of this implementation.
  public func convention(_ settings: MetricSettings) -> String {
    "pixels are replaced by \(settings.deletionSubstrate.words) in \(settings.steps) steps, the "
      + "largest values of the displayed map first; area under the softmax probability over the "
      + "fraction of pixels, by trapezoids, both ends included"
  }

  /// One pass per step, plus one before the first step.
  public func passes(_ settings: MetricSettings) -> Int { settings.steps + 1 }

  /// The area under the deletion curve.
  public func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    let exchange = PixelExchange(
      from: probe.image, to: probe.settings.deletionSubstrate.pixels(of: probe.image),
      order: probe.ranking.order, steps: probe.settings.steps)
    let curve = try exchange.curve(probe)
    return [MetricReading(columns[0].name, curve.area, curve: curve)]
  }
}
