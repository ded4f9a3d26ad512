import Figures

extension Sweep {
  private var axis: PlotAxis {
    PlotAxis(
      kind == .compound
        ? "φ (steps of the compound rule)" : "\(kind.rawValue) (times the base's)")
  }

  private var title: String {
    "\(base.title) scaled by \(kind == .compound ? "the compound rule" : kind.rawValue)"
  }

  /// Accuracies of Figure 3 or Table 3 over counted multiply-adds; nil for fewer than two.
  package var accuracyPlot: Plot? {
    let published = points.compactMap { point in
      point.figureTop1.map {
        PlotPoint(Double(point.cost.macs) / 1e9, $0, label: TickLabel.text(point.value, step: 0.1))
      }
    }
    guard published.count > 1 else { return nil }
    return Plot(
      title: title, x: PlotAxis("Multiply-adds counted here (billions)"),
      y: PlotAxis("Top-1 accuracy in \(accuracySource.title) (%)"),
      series: [PlotSeries(kind.rawValue, published, color: 0)],
      caption: accuracySource.table.source.line)
  }

  /// Where the accuracies of the steps stand.
  package var accuracySource: (title: String, table: PaperTable) {
    base.name == "b0" ? ("Figure 3", .figure3) : ("Table 3", .scaling)
  }

  /// Counted and unrounded growth of the multiply-adds over the factor.
  package var costPlot: Plot {
    Plot(
      title: title, x: axis,
      y: PlotAxis("Multiply-adds (times the base's)", isLogarithmic: true),
      series: [
        PlotSeries("counted", points.map { PlotPoint($0.value, $0.growth) }, color: 0),
        PlotSeries(
          "nothing rounded", points.map { PlotPoint($0.value, $0.idealGrowth) }, color: 1,
          marker: .circle, isDashed: true),
      ], caption: "Counted here over convolutions and fully connected layers")
  }
}
