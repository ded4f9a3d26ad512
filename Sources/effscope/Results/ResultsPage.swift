import Architectures
import Figures
import Laboratory
import Pipeline

/// A table of results, its remarks and, where it has one, its diagram.
struct ResultsPage {
  var table: ValueTable
  /// Lines below the table; the last names the source.
  var remarks: [String]
  var diagram: Plot?
}

/// Table 2: accuracy, parameters and multiply-adds on ImageNet, printed and counted.
enum ImageNetPage {
  static func page(axis: PaperPlots.Quantity, isLogarithmic: Bool, own: [Variant]) -> ResultsPage {
    var table = ValueTable(columns: [
      .init("group", isText: true), .init("network", isText: true), .init("top-1 %", key: "top1"),
      .init("top-5 %", key: "top5"), .init("parameters", key: "parameters_printed", isText: true),
      .init("counted", key: "parameters_counted"), .init("ratio", key: "parameter_ratio"),
      .init("MACs", key: "macs_printed", isText: true), .init("counted", key: "macs_counted"),
      .init("ratio", key: "macs_ratio"), .init("citation", isText: true),
    ])
    table.rows = ImageNetResult.all.map { row in
      let counted = Counted(row.model)
      return [
        .text(row.group), .text(row.model), .number(row.top1, places: 1),
        .number(row.top5, places: 1), .text(row.parameters.text), .init(counted?.parameters),
        .number(row.parameterRatio, places: 1), .init(row.macs?.text), .init(counted?.macs),
        .init(row.macsRatio, places: 1), .init(row.citation.isEmpty ? nil : row.citation),
      ]
    }
    let points = own.compactMap { variant -> PlotPoint? in
      // A point of the diagram needs an accuracy, and only published ones are drawn.
      guard let accuracy = PublishedTop1.of(variant) else { return nil }
      let cost = variant.network().cost(height: variant.resolution, width: variant.resolution)
      let count = axis == .parameters ? cost.parameters : cost.macs
      return PlotPoint(Double(count), accuracy, label: variant.name)
    }
    let missing = own.filter { PublishedTop1.of($0) == nil }.map(\.name)
    var remarks = [
      "Ratios are the printed ones, to the EfficientNet of the group; counted values are ours "
        + "(docs/scaling.md says why some differ).", PaperTable.imageNet.source.line,
    ]
    if !missing.isEmpty {
      remarks.insert(
        "Not drawn, no published accuracy known: \(missing.joined(separator: ", "))", at: 0)
    }
    return ResultsPage(
      table: table, remarks: remarks,
      diagram: PaperPlots.imageNet(axis, isLogarithmic: isLogarithmic, own: points))
  }
}

/// Parameters and multiply-adds of a printed name, where its network is defined here.
struct Counted {
  var parameters: Int
  var macs: Int

  init?(_ name: String) {
    guard let variant = PublishedModel.variant(named: name) else { return nil }
    let side = PublishedModel.side(of: name) ?? variant.resolution
    let cost = variant.network().cost(height: side, width: side)
    parameters = cost.parameters
    macs = cost.macs
  }
}

extension ValueTable.Value {
  /// A large count, or nothing.
  init(_ count: Int?) { self = count.map { .large($0) } ?? .missing }
}

/// Published top-1 accuracies of the variants, from the tables that the program carries.
enum PublishedTop1 {
  static func of(_ variant: Variant) -> Double? {
    if let row = ImageNetResult.all.first(where: { $0.variant == variant }) { return row.top1 }
    let lite = PaperTable.lite.records.rows.first { Variant.named($0["model"]) == variant }
    return lite.flatMap { Double($0["fp32_top1"].replacing("%", with: "")) }
  }
}
