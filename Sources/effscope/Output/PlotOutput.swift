import Figures
import Glibc
import Support

/// Where a diagram goes: a file, the terminal, both or nowhere.
struct PlotOutput {
  /// A .png or .svg file.
  let file: String?
  /// Whether it is printed as characters too.
  let isShown: Bool

  func draw(_ plot: Plot) throws(Failure) {
    if isShown {
      let columns = max(40, min(Console.columns(of: STDOUT_FILENO), 160))
      Console.print(PlotGrid(plot, columns: columns, rows: max(16, min(columns / 3, 30))).text)
      if !plot.caption.isEmpty { Console.print(plot.caption) }
    }
    guard let file else { return }
    guard let format = PlotPicture.Format(fileName: file) else {
      throw Failure(
        .usage, "can't draw into", file, because: "its name says neither .png nor .svg",
        advice: "end it in .png or .svg")
    }
    try OutputFile.write(PlotPicture(plot).bytes(format), to: file, what: "can't save the diagram")
  }
}
