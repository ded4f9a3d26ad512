import Architectures

/// A point read off a figure of the paper.
public struct FigurePoint: Hashable, Sendable {
  /// The line or group it belongs to: `width`, `d=2.0, r=1.3`, `compound`.
  public let series: String
  /// Its label, printed or inferred; may be empty.
  public let label: String
  /// Multiply-adds in billions, or parameters in millions (Figures 1 and 6).
  public let x: Double
  /// Accuracy in per cent.
  public let accuracy: Double
  /// Coefficients from B0, where the figure gives them.
  public let factors: ScalingFactors?

  /// Figure 3: B0 scaled in one dimension; series `width`, `depth`, `resolution`.
  public static let figure3: [FigurePoint] = PaperTable.figure3.records.rows.map { row in
    let value = row.number("coefficient") ?? 1
    let dimension = ScalingDimension(rawValue: row["dimension"])
    return FigurePoint(
      series: row["dimension"], label: row["label_printed"],
      x: row.number("flops_billions_digitised") ?? 0,
      accuracy: row.number("top1_pct_digitised") ?? 0,
      factors: dimension.map { ScalingFactors(dimension: $0, value: value) })
  }

  /// Figure 4: width scaled under four settings of depth and resolution.
  public static let figure4: [FigurePoint] = PaperTable.figure4.records.rows.map { row in
    FigurePoint(
      series: row["series_printed"], label: "", x: row.number("flops_billions_digitised") ?? 0,
      accuracy: row.number("top1_pct_digitised") ?? 0, factors: nil)
  }

  /// Figure 8: four methods of scaling B0.
  public static let figure8: [FigurePoint] = PaperTable.figure8.records.rows.map { row in
    FigurePoint(
      series: row["series_printed"], label: row["label_inferred"],
      x: row.number("flops_billions_digitised") ?? 0,
      accuracy: row.number("top1_pct_digitised") ?? 0, factors: nil)
  }

  /// Figure 1: parameters in millions against top-1.
  public static let figure1: [FigurePoint] = PaperTable.figure1.records.rows.map { row in
    FigurePoint(
      series: row["series"], label: row["model_label"],
      x: row.number("params_millions_digitised") ?? 0,
      accuracy: row.number("top1_pct_digitised") ?? 0, factors: nil)
  }

  /// Figure 5: multiply-adds in billions against top-1.
  public static let figure5: [FigurePoint] = PaperTable.figure5.records.rows.map { row in
    FigurePoint(
      series: row["series"], label: row["model_label"],
      x: row.number("flops_billions_digitised") ?? 0,
      accuracy: row.number("top1_pct_digitised") ?? 0, factors: nil)
  }

  /// Figure 6: parameters in millions against transfer accuracy; the series is the data set.
  public static let figure6: [FigurePoint] = PaperTable.figure6.records.rows.map { row in
    FigurePoint(
      series: row["dataset"], label: row["model"],
      x: row.number("params_millions_digitised") ?? 0,
      accuracy: row.number("accuracy_pct_digitised") ?? 0, factors: nil)
  }
}

extension ScalingFactors {
  /// Only `dimension` scaled, by `value`.
  public init(dimension: ScalingDimension, value: Double) {
    self.init()
    switch dimension {
    case .depth: depth = value
    case .width: width = value
    case .resolution: resolution = value
    }
  }
}
