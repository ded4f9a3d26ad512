/// Deletion: how fast the class's probability falls as the most important pixels go first.
///
/// Petsiuk et al. 2018, RISE, https://arxiv.org/abs/1806.07421
public struct Deletion: FaithfulnessMetric {
  /// The area under the curve.
  public let columns = [MetricColumn("deletion", title: "deletion AUC", better: .lower)]
  /// Where it was published.
  public let reference = "Petsiuk et al. 2018, arXiv:1806.07421"

  /// The probability over the share of pixels.
  public let hasCurve = true

  /// The metric has no settings of its own.
  public init() {}

  /// The conventions that were followed.
  public func convention(_ settings: MetricSettings) -> String {
    "pixels by falling displayed map become \(settings.deletionSubstrate.words) in "
      + "\(settings.steps) steps; area under the softmax probability over the share of pixels, "
      + "by trapezoids, both ends included"
  }

  /// One pass a step, and one before the first.
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
