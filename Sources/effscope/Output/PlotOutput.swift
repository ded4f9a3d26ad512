import ArgumentParser
import Figures
import Glibc
import Support

/// Where a diagram goes: a file, the terminal, both or nowhere.
struct PlotOutput {
  /// A .png, .svg or .pdf file.
  let file: String?
  /// Its size in print; nil for the standard.
  let print: PrintSize?
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
        .usage, "can't draw into", file, because: "its name says neither .png nor .svg nor .pdf",
        advice: "end it in .png, .svg or .pdf")
    }
    let bytes =
      plots.count == 1
      ? PlotPicture(plots[0]).bytes(format, print: print)
      : PlotPanels(plots, columns: plots.count, width: 440).bytes(format, print: print)
    try OutputFile.write(bytes, to: file, what: "can't save the diagram")
  }
}

/// The size in print of a diagram's file.
struct PlotSizeArguments: ParsableArguments {
  @Option(
    help: "Width of the diagram in print: 85mm, 3.3in, 240pt or 1000px; its letters have 7 points.")
  var printWidth: String?
  @Option(help: "Pixels per inch in print (default: \(PrintWidth.standardDotsPerInch)).")
  var dpi: Int?

  func validate() throws {
    if let dpi {
      try require("--dpi", dpi, in: PrintWidth.densities)
      if printWidth == nil { throw ValidationError("--dpi belongs to --print-width") }
    }
    guard let printWidth else { return }
    guard let print, (64...16384).contains(print.pixels) else {
      throw ValidationError(
        "--print-width is '\(printWidth)'; write 85mm, 3.3in, 240pt or 1000px, 64 to 16384 pixels")
    }
  }

  var print: PrintSize? {
    printWidth.flatMap(PrintWidth.init).map { PrintSize($0, dotsPerInch: dpi) }
  }
}
