import Architectures

/// A point digitised from a figure of the paper.
package struct FigurePoint: Hashable, Sendable {
  /// Line or group: `width`, `d=2.0, r=1.3`, `compound`.
  package let series: String
  /// Printed or inferred label; may be empty.
  package let label: String
  /// Multiply-adds in billions, or parameters in millions (Figures 1 and 6).
  package let x: Double
  /// Accuracy in per cent.
  package let accuracy: Double
  /// Coefficients from B0, if the figure gives them.
  package let factors: ScalingFactors?

  /// The label without the family's name: `B3`.
  package var shortLabel: String {
    label.hasPrefix("EfficientNet-") ? String(label.dropFirst(13)) : label
  }

  /// Figure 3: B0 scaled in one dimension; series `width`, `depth`, `resolution`.
  package static let figure3: [FigurePoint] = PaperTable.figure3.records.rows.map { row in
    let value = row.number("coefficient") ?? 1
    let dimension = ScalingDimension(rawValue: row["dimension"])
    return FigurePoint(
      series: row["dimension"], label: row["label_printed"], x: row.number(macs) ?? 0,
      accuracy: row.number("top1_pct_digitised") ?? 0,
      factors: dimension.map { ScalingFactors(dimension: $0, value: value) })
  }

  /// Figure 4: width scaled under four settings of depth and resolution.
  package static let figure4 = points(.figure4, series: "series_printed", label: nil, x: macs)

  /// Figure 8: four methods of scaling B0.
  package static let figure8 = points(
    .figure8, series: "series_printed", label: "label_inferred", x: macs)

  /// Figure 1: parameters in millions against top-1.
  package static let figure1 = points(
    .figure1, series: "series", label: "model_label", x: parameters)

  /// Figure 5: multiply-adds in billions against top-1.
  package static let figure5 = points(.figure5, series: "series", label: "model_label", x: macs)

  /// Figure 6: parameters in millions against transfer accuracy; the series is the data set.
  package static let figure6 = points(
    .figure6, series: "dataset", label: "model", x: parameters,
    accuracy: "accuracy_pct_digitised")

  private static let macs = "flops_billions_digitised"
  private static let parameters = "params_millions_digitised"

  /// Reads the points of `table` from the columns of the given names.
  private static func points(
    _ table: PaperTable, series: String, label: String?, x: String,
    accuracy: String = "top1_pct_digitised"
  ) -> [FigurePoint] {
    table.records.rows.map { row in
      FigurePoint(
        series: row[series], label: label.map { row[$0] } ?? "", x: row.number(x) ?? 0,
        accuracy: row.number(accuracy) ?? 0, factors: nil)
    }
  }
}
