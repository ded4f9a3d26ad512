import Figures
import Scaling
import Support

/// A figure of the paper: its published points as rows, and drawn.
struct FigureReport {
  /// The diagram's panels.
  let plots: [Plot]
  let points: [FigurePoint]

  init(number: Int) {
    (plots, points) =
      switch number {
      case 3: (PaperPlots.figure3Panels, FigurePoint.figure3)
      case 4: ([PaperPlots.figure4], FigurePoint.figure4)
      default: ([PaperPlots.figure8], FigurePoint.figure8)
      }
  }

  func print(_ format: ValueTable.Format, drawing: PlotOutput) throws(Failure) {
    var table = ValueTable(columns: [
      .init("series", isText: true), .init("point", isText: true),
      .init(plots[0].x.label, key: "macs_billions"), .init(plots[0].y.label, key: "top1_percent"),
    ])
    table.rows = points.map { point in
      [
        .text(point.series), .text(point.label), .number(point.x, places: 2),
        .number(point.accuracy, places: 1),
      ]
    }
    table.print(format, remark: plots[0].caption)
    try drawing.draw(plots)
  }
}
