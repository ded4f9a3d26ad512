import Architectures
import Support

/// A row of Table 3: an existing network scaled in one or all dimensions.
package struct ScalingResult: Hashable, Sendable {
  /// `MobileNetV1`, `MobileNetV2` or `ResNet-50`.
  package let model: String
  /// The row's text.
  package let label: String
  /// The coefficients, if printed.
  package let factors: ScalingFactors?
  package let macs: Printed
  /// Top-1 accuracy in per cent.
  package let top1: Double

  /// What was scaled: `baseline`, `d=4`, `compound`.
  package var shortLabel: String {
    guard let factors else { return "compound" }
    let scaled = [("d", factors.depth), ("w", factors.width), ("r", factors.resolution)]
      .filter { $0.1 != 1 }
    switch scaled.count {
    case 0: return "baseline"
    case 1: return "\(scaled[0].0)=\(NumberText.significant(scaled[0].1))"
    default: return "compound"
    }
  }

  /// The scaled network; nil without printed coefficients.
  package var variant: Variant? {
    guard let factors, let base = PublishedModel.variant(named: model) else { return nil }
    return try? base.scaled(by: factors)
  }

  package static let all: [ScalingResult] = PaperTable.scaling.records.rows.compactMap { row in
    guard let macs = Printed(row["flops_printed"]) else { return nil }
    return ScalingResult(
      model: row["base_model"], label: row["label_printed"], factors: ScalingFactors(row),
      macs: macs, top1: row.number("top1_pct") ?? 0)
  }
}

extension ScalingFactors {
  /// The columns d, w and r; nil if they are empty.
  init?(_ row: Record) {
    guard let depth = row.number("d"), let width = row.number("w"),
      let resolution = row.number("r")
    else { return nil }
    self.init(depth: depth, width: width, resolution: resolution)
  }
}

/// A row of Table 7: one of the five models of the CAM comparison in Figure 7.
package struct CAMModel: Hashable, Sendable {
  /// The row's text, and the column's heading in Figure 7.
  package let label, column: String
  /// Coefficients from B0.
  package let factors: ScalingFactors
  package let macs: Printed
  /// Top-1 accuracy in per cent.
  package let top1: Double

  package var variant: Variant? { try? Variant.named("b0")?.scaled(by: factors) }

  package static let all: [CAMModel] = PaperTable.camModels.records.rows.compactMap { row in
    guard let macs = Printed(row["flops_printed"]), let factors = ScalingFactors(row) else {
      return nil
    }
    return CAMModel(
      label: row["model_printed"], column: row["figure7_column"], factors: factors, macs: macs,
      top1: row.number("top1_pct") ?? 0)
  }
}
