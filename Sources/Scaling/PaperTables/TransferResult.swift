import Support

/// A row of Table 5: the accuracies reached on one data set.
package struct TransferResult: Hashable, Sendable {
  package let dataSet: DataSet
  /// The comparisons with publicly available models and with the best reported results.
  package let available, best: Comparison
  /// True if the other model's accuracy is the best reported (printed in bold).
  package let isBestTheirs: Bool

  /// Another model and an EfficientNet on the same data set.
  package struct Comparison: Hashable, Sendable {
    package let model, efficientNet: String
    /// Per cent.
    package let accuracy, efficientNetAccuracy: Double
    /// Without the ImageNet classifier.
    package let parameters, efficientNetParameters: Printed?
    /// How many times fewer parameters the EfficientNet has, as printed.
    package let ratio: Double?

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
  package static let all: [TransferResult] = PaperTable.transfer.records.rows.compactMap { row in
    guard let dataSet = DataSet.all.first(where: { $0.name == row["dataset"] }) else { return nil }
    return TransferResult(
      dataSet: dataSet, available: Comparison(row, prefix: "public"),
      best: Comparison(row, prefix: "reported"), isBestTheirs: row["bold_in_reported"] == "them")
  }

  /// Printed geometric means of the parameter ratios.
  package static let printedMeans: (available: Double, best: Double) = {
    let row = PaperTable.transfer.records.rows.first { $0["dataset"] == "Geo-Mean" }
    return (row?.number("public_param_ratio") ?? 0, row?.number("reported_param_ratio") ?? 0)
  }()
}

/// A data set of Table 6.
package struct DataSet: Hashable, Sendable {
  package let name, citation: String
  package let trainSize, testSize, classes: Int

  /// All eight in printed order.
  package static let all: [DataSet] = PaperTable.dataSets.records.rows.map { row in
    DataSet(
      name: row["dataset"], citation: row["citation"], trainSize: row.integer("train_size") ?? 0,
      testSize: row.integer("test_size") ?? 0, classes: row.integer("classes") ?? 0)
  }
}
