import Figures
import Support

extension ResultsPage {
  /// Tables 5 and 6: accuracies on eight data sets.
  static func transfer(_ dataSet: DataSet) -> ResultsPage {
    let means = TransferResult.printedMeans
    return ResultsPage(
      table: transferTable,
      remarks: [
        "Ratio: how many times fewer parameters the EfficientNet has, as printed; geometric means "
          + "\(means.available)x and \(means.best)x.",
        PaperTable.transfer.source.line, PaperTable.dataSets.source.line,
      ],
      diagram: PaperPlots.transfer(dataSet))
  }

  private static let transferTable = ValueTable(
    columns: [
      .init("data set", key: "data_set", isText: true), .init("train", key: "train_size"),
      .init("test", key: "test_size"), .init("classes"),
      .init("available model", key: "available_model", isText: true),
      .init("%", key: "available_accuracy"), .init("ours", key: "available_ours", isText: true),
      .init("%", key: "available_ours_accuracy"), .init("ratio", key: "available_ratio"),
      .init("best reported", key: "best_model", isText: true), .init("%", key: "best_accuracy"),
      .init("ours", key: "best_ours", isText: true), .init("%", key: "best_ours_accuracy"),
      .init("ratio", key: "best_ratio"),
    ],
    rows: TransferResult.all.map { row in
      [
        .text(row.dataSet.name), .count(row.dataSet.trainSize), .count(row.dataSet.testSize),
        .count(row.dataSet.classes), .text(row.available.model),
        .number(row.available.accuracy, places: 1), .text(row.available.efficientNet),
        .number(row.available.efficientNetAccuracy, places: 1),
        .init(row.available.ratio, places: 1), .text(row.best.model),
        .number(row.best.accuracy, places: 1), .text(row.best.efficientNet),
        .number(row.best.efficientNetAccuracy, places: 1), .init(row.best.ratio, places: 1),
      ]
    })
}

extension DataSet {
  /// The name without case and punctuation, by which tables and figures agree.
  var key: String { Self.key(of: name) }

  static func key(of name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// Finds a data set by name, ignoring case and punctuation.
  package static func named(_ name: String) throws(Failure) -> DataSet {
    if let found = all.first(where: { $0.key == key(of: name) }) { return found }
    throw Failure(
      .usage, "unknown data set", name, because: "Table 6 has none of this name",
      advice: "use one of \(all.map(\.name).joined(separator: ", "))")
  }
}
