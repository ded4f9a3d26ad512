import Attribution
import Figures
import Glibc
import Support

extension EvaluationReport {
  /// Mean curves of insertion, deletion and ROAD in both orders, with all methods in each.
  package var plots: [Plot] {
    [
      plot("insertion", "Insertion", "Share of pixels restored, most important first"),
      plot("deletion", "Deletion", "Share of pixels removed, most important first"),
      plot("road-morf", "ROAD MoRF", "Share of pixels imputed, most relevant first"),
      plot("road-lerf", "ROAD LeRF", "Share of pixels imputed, least relevant first"),
    ].filter { !$0.series.isEmpty }
  }

  private func plot(_ column: String, _ title: String, _ label: String) -> Plot {
    let isSparse = column.hasPrefix("road")
    let series = request.methods.enumerated().compactMap { index, method -> PlotSeries? in
      guard let curve = curve(method.name, column) else { return nil }
      let points = zip(curve.fractions, curve.probabilities).map { PlotPoint($0, $1) }
      let isBaseline = method.name == RandomCAM().name
      // The baseline is always grey and dashed.
      return PlotSeries(
        method.name, points, color: isBaseline ? 7 : index % 7,
        marker: isSparse ? .numbered(index) : .none, isDashed: isBaseline)
    }
    let count = images.count == 1 ? "one image" : "mean of \(images.count) images"
    return Plot(
      title: "\(title): \(network.markedTitle), \(layer)",
      x: PlotAxis(label, range: 0...1), y: PlotAxis("Probability of the class"),
      series: series,
      caption: "\(count); \(network.origin.label.printable), \(request.settings.steps) steps, "
        + "seed \(request.settings.seed)")
  }
}

extension PlotSeries.Marker {
  /// The marker of the method at `index`.
  static func numbered(_ index: Int) -> PlotSeries.Marker {
    let markers: [PlotSeries.Marker] = [.disc, .square, .triangle, .diamond, .circle, .cross]
    return markers[index % markers.count]
  }
}

/// A `.png`, `.svg` or `.pdf` file for plots.
package struct PlotFile: Sendable {
  package let path: String
  package let format: PlotPicture.Format
  /// Its size in print; nil for the standard.
  private let print: PrintSize?

  /// Chooses the format by the extension; throws if it is unknown or the folder is not writable.
  package init(_ path: String, print: PrintSize? = nil) throws(Failure) {
    guard let format = PlotPicture.Format(fileName: path) else {
      throw Failure(
        .usage, "can't draw the plot into", path, because: "its extension is unknown",
        advice: "end it in .png, .svg or .pdf")
    }
    // Checked before the long computation.
    guard access(path.directoryPath.rawPath, W_OK) == 0 else {
      throw Failure(
        .cannotCreate, "can't save the plot", path,
        because: errno == ENOENT ? "its folder does not exist" : reason(errno),
        advice: "create the folder or choose another")
    }
    self.path = path
    self.format = format
    self.print = print
  }

  /// Draws `plots` side by side and writes the file.
  package func write(_ plots: [Plot], columns: Int = 2) throws(Failure) {
    try OutputFile.write(
      PlotPanels(plots, columns: columns).bytes(format, print: print), to: path,
      what: "can't save the plot")
  }
}
