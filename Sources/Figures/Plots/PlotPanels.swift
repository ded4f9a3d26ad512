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

  /// The bytes of the file, `print` wide unless nil.
  package func bytes(_ format: PlotPicture.Format, print: PrintSize? = nil) -> [UInt8] {
    let across = max(1, min(columns, plots.count))
    let down = max(1, (plots.count + across - 1) / across)
    let unit = print == nil ? 1 : PrintSize.lettering / 11
    let panel = print.map { $0.points / unit / Double(across) } ?? Double(width)
    let high = panel * Double(height) / Double(width)
    let canvas = CairoCanvas(
      format, width: panel * Double(across) * unit, height: high * Double(down) * unit,
      scale: print?.scale ?? 2)
    canvas.enlarge(by: unit)
    for (index, plot) in plots.enumerated() {
      let x = Double(index % across) * panel
      let y = Double(index / across) * high
      canvas.shift(x: x, y: y)
      PlotPicture(plot).draw(on: canvas, width: panel, height: high)
      canvas.shift(x: -x, y: -y)
    }
    return canvas.bytes(dotsPerInch: print?.dotsPerInch)
  }
}
