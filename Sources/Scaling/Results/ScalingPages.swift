import Architectures
import Figures
import Support

extension ResultsPage {
  /// Table 3: MobileNets and ResNet-50 scaled, multiply-adds printed and counted.
  static let scaling = ResultsPage(
    table: ValueTable(
      columns: [
        .init("network", isText: true), .init("row", isText: true), .init("d", key: "depth_factor"),
        .init("w", key: "width_factor"), .init("r", key: "resolution_factor"),
        .init("MACs", key: "macs_printed"), .init("counted", key: "macs_counted"),
        .init("top-1 %", key: "top1_percent"),
      ],
      rows: ScalingResult.all.map { row in
        [
          .text(row.model), .text(row.label), .init(row.factors?.depth, places: 1),
          .init(row.factors?.width, places: 1), .init(row.factors?.resolution, places: 1),
          .init(row.macs), .init(row.variant.map { CountedCost.of($0).macs }),
          .number(row.top1, places: 1),
        ]
      }),
    remarks: [
      "Rows without d, w, r print none in the paper and can't be counted (docs/scale.md).",
      PaperTable.scaling.source.line,
    ], diagram: PaperPlots.table3)

  /// Table 7: the five networks whose class activation maps Figure 7 compares.
  static let camModels = ResultsPage(
    table: ValueTable(
      columns: [
        .init("network", isText: true), .init("Figure 7", key: "column", isText: true),
        .init("d", key: "depth_factor"), .init("w", key: "width_factor"),
        .init("r", key: "resolution_factor"),
        .init("input", key: "side"), .init("blocks"), .init("last map", key: "map_side"),
        .init("parameters"), .init("MACs", key: "macs_printed"),
        .init("counted", key: "macs_counted"), .init("top-1 %", key: "top1_percent"),
      ],
      rows: CAMModel.all.map { row in
        let network = row.variant?.network()
        let side = row.variant?.resolution ?? 0
        let cost = network?.cost(height: side, width: side)
        let last = network.map { $0.shapes(height: side, width: side)[$0.lastStageOutput].height }
        return [
          .text(row.label), .text(row.column), .number(row.factors.depth, places: 1),
          .number(row.factors.width, places: 1), .number(row.factors.resolution, places: 1),
          .count(side), .count(network?.stages.reduce(0) { $0 + $1.blocks.count } ?? 0),
          last.map { .count($0) } ?? .missing, .init(cost?.parameters), .init(row.macs),
          .init(cost?.macs), .number(row.top1, places: 1),
        ]
      }),
    remarks: [
      "Weights of the scaled networks were never published; \(OptionName.image) and "
        + "\(OptionName.output) draw the maps of those that exist: the baseline's at higher "
        + "resolutions, and other variants'.",
      "The accuracies are this table's own: its networks were trained otherwise than Table 2's.",
      PaperTable.camModels.source.line,
    ])
}
