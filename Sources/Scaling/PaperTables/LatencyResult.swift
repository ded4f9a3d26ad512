import Architectures

/// A row of Table 4: the latency of one image on one core.
package struct LatencyResult: Hashable, Sendable {
  /// Number of the comparison, 1 or 2.
  package let pair: Int
  /// Name as printed.
  package let model: String
  /// Top-1 accuracy in per cent as printed: the paper's first version, not that of Table 2.
  package let top1: Double
  /// Seconds for one image.
  package let seconds: Double
  /// Speed-up over the other network of its pair; EfficientNets only.
  package let speedUp: Double?

  package var variant: Variant? { PublishedModel.variant(named: model) }

  package static let all: [LatencyResult] = PaperTable.latency.records.rows.map { row in
    LatencyResult(
      pair: row.integer("pair") ?? 0, model: row["model"], top1: row.number("top1_pct") ?? 0,
      seconds: row.number("latency_s") ?? 0, speedUp: row.number("speedup_printed"))
  }
}
