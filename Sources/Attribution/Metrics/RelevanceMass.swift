/// Relevance mass accuracy: the fraction of the map's sum inside the objects.
///
/// Arras et al. 2022, CLEVR-XAI, https://arxiv.org/abs/2003.07258
package struct RelevanceMass: FaithfulnessMetric {
  package let columns = [MetricColumn("relevance-mass", title: "mass", better: .higher)]
  package let reference = "Arras et al. 2022, arXiv:2003.07258"
  package let needsBoxes = true

  package init() {}

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    guard let inside = probe.objectPixels else { return [MetricReading(columns[0].name, .nan)] }
    let values = probe.ranking.values
    let sum = values.reduce(0) { $0 + Double($1) }
    let mass = zip(values, inside).reduce(0) { $0 + ($1.1 ? Double($1.0) : 0) }
    return [MetricReading(columns[0].name, sum > 0 ? mass / sum : .nan)]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "sum of the displayed map over pixels whose centre is in a box / its sum over all pixels: "
      + "energy-pointing as a fraction"
  }
}

extension FaithfulnessProbe {
  /// Whether each pixel's centre is in a box, row-major; nil without a box or if no centre is.
  var objectPixels: [Bool]? {
    guard let boxes, !boxes.isEmpty else { return nil }
    let inside = ranking.order.indices.map { pixel in
      let (row, column) = pixel.quotientAndRemainder(dividingBy: ranking.width)
      return boxes.contains { $0.contains(row: row, column: column) }
    }
    return inside.contains(true) ? inside : nil
  }
}
