import Architectures
import Figures
import Support

extension ResultsPage {
  /// Table 2: accuracy, parameters and multiply-adds on ImageNet, printed and counted.
  static func imageNet(_ choices: ResultsChoices) -> ResultsPage {
    let points = choices.own.compactMap { variant in
      PublishedAccuracy.topOne(of: variant).map { accuracy in
        let cost = CountedCost.of(variant)
        let count = choices.axis == .parameters ? cost.parameters : cost.macs
        return PlotPoint(Double(count), accuracy, label: variant.name)
      }
    }
    var remarks = [
      "Ratios are the printed ones, to the EfficientNet of the group; counted values are ours "
        + "(docs/scale.md says why some differ).", PaperTable.imageNet.source.line,
    ]
    let missing = choices.own.filter { PublishedAccuracy.topOne(of: $0) == nil }.map(\.name)
    if !missing.isEmpty {
      remarks.insert(
        "Not drawn, no published accuracy known: \(missing.joined(separator: ", "))", at: 0)
    }
    return ResultsPage(
      table: imageNetTable, remarks: remarks,
      diagram: PaperPlots.imageNet(
        choices.axis, isLogarithmic: choices.isLogarithmic, own: points))
  }

  private static let imageNetTable = ValueTable(
    columns: [
      .init("group", isText: true), .init("network", isText: true), .init("top-1 %", key: "top1_percent"),
      .init("top-5 %", key: "top5_percent"), .init("parameters", key: "parameters_printed", isText: true),
      .init("param. counted", key: "parameters_counted"),
      .init("param. ratio", key: "parameter_ratio"),
      .init("MACs", key: "macs_printed", isText: true),
      .init("MACs counted", key: "macs_counted"), .init("MACs ratio", key: "macs_ratio"),
      .init("citation", isText: true),
    ],
    rows: ImageNetResult.all.map { row in
      let counted = PublishedModel.cost(of: row.model)
      return [
        .text(row.group), .text(row.model), .number(row.top1, places: 1),
        .number(row.top5, places: 1), .text(row.parameters.text), .init(counted?.parameters),
        .number(row.parameterRatio, places: 1), .init(row.macs?.text), .init(counted?.macs),
        .init(row.macsRatio, places: 1), .init(row.citation.isEmpty ? nil : row.citation),
      ]
    })
}
