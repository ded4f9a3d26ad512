/// Sparseness: the Gini index of the map; higher means that fewer pixels hold the evidence.
///
/// Chalasani et al. 2020, Concise Explanations of Neural Networks, https://arxiv.org/abs/1810.06583
package struct Sparseness: FaithfulnessMetric {
  package let columns = [MetricColumn("sparseness", title: "sparseness", better: .higher)]
  package let reference = "Chalasani et al. 2020, arXiv:1810.06583"

  package init() {}

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    [MetricReading(columns[0].name, giniIndex(probe.ranking.values))]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "Gini index of the displayed map's pixels (0: all equal, towards 1: one pixel holds all), with "
      + "1e-7 added to each as Quantus does; a coarse map is not sparse, however well it points"
  }
}

/// The Gini index of values of at least 0, 0…1; NaN for none.
func giniIndex(_ values: [Float]) -> Double {
  let sorted = values.map { Double($0) + 1e-7 }.sorted()
  let count = Double(sorted.count)
  let sum = sorted.reduce(0, +)
  guard sum > 0 else { return .nan }
  let weighted = sorted.enumerated().reduce(0) { total, entry in
    total + (2 * Double(entry.offset + 1) - count - 1) * entry.element
  }
  return weighted / (count * sum)
}
