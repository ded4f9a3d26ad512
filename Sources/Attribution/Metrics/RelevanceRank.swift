/// Relevance rank accuracy: how many of the K most important pixels lie in the objects, which have K.
///
/// Arras et al. 2022, CLEVR-XAI, https://arxiv.org/abs/2003.07258
package struct RelevanceRank: FaithfulnessMetric {
  package let columns = [MetricColumn("relevance-rank", title: "rank", better: .higher)]
  package let reference = "Arras et al. 2022, arXiv:2003.07258"
  package let needsBoxes = true

  package init() {}

  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    guard let inside = probe.objectPixels, probe.map.hasPositiveEvidence else {
      return [MetricReading(columns[0].name, .nan)]
    }
    let count = inside.count(where: \.self)
    let hits = probe.ranking.order.prefix(count).count { inside[$0] }
    return [MetricReading(columns[0].name, Double(hits) / Double(count))]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "fraction of the K most important pixels that are in a box, K being the number of pixels in boxes"
  }
}
