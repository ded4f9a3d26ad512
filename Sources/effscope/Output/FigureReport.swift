import Figures
import Scaling
import Support

/// A figure of the paper: its published points as rows, and drawn.
struct FigureReport {
  let plot: Plot

  init(number: Int) {
    plot =
      switch number {
      case 3: PaperPlots.figure3
      case 4: PaperPlots.figure4
      default: PaperPlots.figure8
      }
  }

  func print(_ format: ValueTable.Format, drawing: PlotOutput) throws(Failure) {
    var table = ValueTable(columns: [
      .init("series", isText: true), .init("point", isText: true),
      .init(plot.x.label, key: "macs_billions"), .init(plot.y.label, key: "top1_percent"),
    ])
    table.rows = plot.series.flatMap { series in
      series.points.map { point in
        [
          .text(series.name), .text(point.label), .number(point.x, places: 2),
          .number(point.y, places: 1),
        ]
      }
    }
    table.print(format, remark: plot.caption)
    try drawing.draw(plot)
  }
}
