import Explanations
import Support

/// A row of Tables 5 and 6: a data set and what was reached on it.
public struct TransferResult: Hashable, Sendable {
  /// The data set.
  public let dataSet: DataSet
  /// The comparison with publicly available models.
  public let available: Comparison
  /// The comparison with the best reported results.
  public let best: Comparison
  /// Whether the best reported accuracy is the other side's (it is printed in bold).
  public let isBestTheirs: Bool

  /// Two models on the same data set.
  public struct Comparison: Hashable, Sendable {
    /// The other model.
    public let model: String
    /// Its accuracy in per cent.
    public let accuracy: Double
    /// Its parameters, without the ImageNet classifier.
    public let parameters: Printed?
    /// The EfficientNet.
    public let efficientNet: String
    /// Its accuracy in per cent.
    public let efficientNetAccuracy: Double
    /// Its parameters, without the ImageNet classifier.
    public let efficientNetParameters: Printed?
    /// How many times fewer parameters the EfficientNet has, as printed.
    public let ratio: Double?

    init(_ row: Record, prefix: String) {
      model = row[prefix + "_model"]
      accuracy = row.number(prefix + "_acc_pct") ?? 0
      parameters = Printed(row[prefix + "_params"])
      efficientNet = row[prefix + "_ours_model"]
      efficientNetAccuracy = row.number(prefix + "_ours_acc_pct") ?? 0
      efficientNetParameters = Printed(row[prefix + "_ours_params"])
      ratio = row.number(prefix + "_param_ratio")
    }
  }

  /// All rows in printed order, without the geometric means below them.
  public static let all: [TransferResult] = PaperTable.transfer.records.rows.compactMap { row in
    guard let dataSet = DataSet.all.first(where: { $0.name == row["dataset"] }) else { return nil }
    return TransferResult(
      dataSet: dataSet, available: Comparison(row, prefix: "public"),
      best: Comparison(row, prefix: "reported"), isBestTheirs: row["bold_in_reported"] == "them")
  }

  /// The geometric means of the parameter ratios as printed: available models, best results.
  public static let printedMeans: (available: Double, best: Double) = {
    let row = PaperTable.transfer.records.rows.first { $0["dataset"] == "Geo-Mean" }
    return (row?.number("public_param_ratio") ?? 0, row?.number("reported_param_ratio") ?? 0)
  }()
}

/// A data set of Table 6.
public struct DataSet: Hashable, Sendable {
  /// Name as printed.
  public let name: String
  /// Citation as printed.
  public let citation: String
  /// Images to train on.
  public let trainSize: Int
  /// Images to test on.
  public let testSize: Int
  /// Classes.
  public let classes: Int

  /// All eight in printed order.
  public static let all: [DataSet] = PaperTable.dataSets.records.rows.map { row in
    DataSet(
      name: row["dataset"], citation: row["citation"], trainSize: row.integer("train_size") ?? 0,
      testSize: row.integer("test_size") ?? 0, classes: row.integer("classes") ?? 0)
  }
}
