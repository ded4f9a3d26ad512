/// Several diagrams of the same size in a grid, as one picture.
package struct PlotPanels: Hashable, Sendable {
  /// The diagrams, row by row.
  package var plots: [Plot]
  /// Number of diagrams in a row.
  package var columns: Int
  /// Size of each diagram in points.
  package var width, height: Int

  /// A grid of diagrams; `columns` must be positive.
  package init(_ plots: [Plot], columns: Int = 2, width: Int = 560, height: Int = 400) {
    precondition(columns > 0, "diagrams can't stand in \(columns) columns")
    (self.plots, self.columns, self.width, self.height) = (plots, columns, width, height)
  }

  /// The bytes of the file.
  package func bytes(_ format: PlotPicture.Format) -> [UInt8] {
    let across = max(1, min(columns, plots.count))
    let down = max(1, (plots.count + across - 1) / across)
    let canvas = CairoCanvas(format, width: across * width, height: down * height, scale: 2)
    for (index, plot) in plots.enumerated() {
      let x = Double(index % across * width)
      let y = Double(index / across * height)
      canvas.shift(x: x, y: y)
      PlotPicture(plot, width: width, height: height).draw(on: canvas)
      canvas.shift(x: -x, y: -y)
    }
    return canvas.bytes()
  }
}
