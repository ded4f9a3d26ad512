import Architectures
import Figures
import Support

extension ResultsPage {
  /// The networks of Table 4 and every EfficientNet.
  package static var latencyVariants: [Variant] {
    let published = LatencyResult.all.compactMap(\.variant)
    return published + Variant.all.filter { !published.contains($0) }
  }

  /// The networks of the latency table in whose rows `filter` occurs, before anything is measured.
  ///
  /// Nil for all.
  package static func latencyVariants(
    matching filter: String?, _ choices: ResultsChoices
  ) -> [Variant] {
    let variants = choices.shownVariants
    guard let filter else { return variants }
    return latency(choices).table.rows(with: filter).map { variants[$0] }
  }

  /// Table 4: the latency of one image on one core, printed and measured here.
  static func latency(_ choices: ResultsChoices) -> ResultsPage {
    let variants = choices.shownVariants
    let measured = choices.measured
    let columns: [ValueTable.Column] = [
      .init("pair"), .init("network", isText: true), .init("top-1 %", key: "top1_percent"),
      .init("MACs", key: "macs"), .init("paper s", key: "published_seconds"),
      .init("paper ×", key: "published_speed_up"), .init("here s", key: "measured_seconds"),
      .init("here ×", key: "measured_speed_up"),
    ]
    let rows = variants.map { variant -> [ValueTable.Value] in
      let row = LatencyResult.all.first { $0.variant == variant }
      let slower = LatencyResult.all.first { other in
        other.pair == row?.pair && other.speedUp == nil && row?.speedUp != nil
      }
      let seconds = measured[variant]
      let ratio = slower?.variant.flatMap { measured[$0] }.flatMap { other in
        seconds.map { other / $0 }
      }
      return [
        row.map { .count($0.pair) } ?? .missing, .text(row?.model ?? variant.title),
        .init(PublishedAccuracy.topOne(of: variant), places: 1),
        .large(CountedCost.of(variant).macs), .init(row?.seconds, places: 3),
        .init(row?.speedUp, places: 1), .init(seconds, places: 4), .init(ratio, places: 1),
      ]
    }
    return ResultsPage(
      table: ValueTable(columns: columns, rows: rows),
      remarks: [
        "×: how many times faster than the other of its pair. "
          + (choices.measurement
            ?? "\(OptionName.measure) times every network on this machine: batch 1, one core, mean of 20 runs."),
        "Accuracies are those of Table 2 and of the Lite release; Table 4 itself prints the ones of the "
          + "paper's first version (78.8 % for EfficientNet-B1, 84.4 % for EfficientNet-B7).",
        PaperTable.latency.source.line,
      ], diagram: latencyPlot(variants, measured))
  }

  private static func latencyPlot(_ variants: [Variant], _ measured: [Variant: Double]) -> Plot? {
    let points = variants.compactMap { variant -> PlotPoint? in
      guard let seconds = measured[variant], let top1 = PublishedAccuracy.topOne(of: variant)
      else { return nil }
      return PlotPoint(seconds * 1e3, top1, label: variant.name)
    }
    guard points.count > 1 else { return nil }
    func series(
      _ name: String, _ color: Int, _ marker: PlotSeries.Marker, _ belongs: (Variant) -> Bool
    ) -> PlotSeries? {
      let own = points.filter { point in
        variants.first { $0.name == point.label }.map(belongs) ?? false
      }
      return own.isEmpty
        ? nil : PlotSeries(name, own, color: color, marker: marker, isJoined: false)
    }
    return Plot(
      title: "Latency measured here against published accuracy",
      x: PlotAxis("One image (milliseconds)", isLogarithmic: true),
      y: PlotAxis("Top-1 accuracy (%)"),
      series: [
        series("EfficientNet", 0, .disc) { $0.family == .efficientNet },
        series("EfficientNet-Lite", 2, .diamond) { $0.family == .efficientNetLite },
        series("compared with", 1, .square) {
          $0.family != .efficientNet && $0.family != .efficientNetLite
        },
      ].compactMap(\.self),
      caption: "Accuracies: Table 2 of the paper and the Lite release")
  }
}
