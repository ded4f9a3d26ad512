import Figures
import Glibc
import Support

/// Where a diagram goes: a file, the terminal, both or nowhere.
struct PlotOutput {
  /// A .png or .svg file.
  let file: String?
  /// Whether it is printed as characters too.
  let isShown: Bool

  func draw(_ plot: Plot) throws(Failure) { try draw([plot]) }

  /// Draws panels side by side in a file, and one below the other in the terminal.
  func draw(_ plots: [Plot]) throws(Failure) {
    if isShown {
      let columns = max(40, min(Console.columns(of: STDOUT_FILENO), 160))
      for plot in plots {
        Console.print(PlotGrid(plot, columns: columns, rows: max(16, min(columns / 3, 30))).text)
      }
      for plot in plots where !plot.caption.isEmpty { Console.print(plot.caption) }
    }
    guard let file else { return }
    guard let format = PlotPicture.Format(fileName: file) else {
      throw Failure(
        .usage, "can't draw into", file, because: "its name says neither .png nor .svg",
        advice: "end it in .png or .svg")
    }
    let bytes =
      plots.count == 1
      ? PlotPicture(plots[0]).bytes(format)
      : PlotPanels(plots, columns: plots.count, width: 440).bytes(format)
    try OutputFile.write(bytes, to: file, what: "can't save the diagram")
  }
}
