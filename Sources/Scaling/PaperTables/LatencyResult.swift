import Architectures

/// A row of Table 4: the latency of one image on one core.
public struct LatencyResult: Hashable, Sendable {
  /// Which of the two comparisons it belongs to, 1 or 2.
  public let pair: Int
  /// Name as printed.
  public let model: String
  /// Top-1 accuracy in per cent, of the first version.
  public let top1: Double
  /// Seconds for one image.
  public let seconds: Double
  /// How many times faster than the other of its pair; EfficientNets only.
  public let speedUp: Double?

  /// The network.
  public var variant: Variant? { PublishedModel.variant(named: model) }

  /// All rows in printed order.
  public static let all: [LatencyResult] = PaperTable.latency.records.rows.map { row in
    LatencyResult(
      pair: row.integer("pair") ?? 0, model: row["model"], top1: row.number("top1_pct") ?? 0,
      seconds: row.number("latency_s") ?? 0, speedUp: row.number("speedup_printed"))
  }
}
