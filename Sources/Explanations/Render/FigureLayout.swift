import Figures

/// The size of a figure and what stands around its pictures.
package struct FigureLayout: Hashable, Sendable {
  /// Width in print; nil for the photograph's pixels.
  package var width: PrintWidth?
  /// Pixels per inch in print; nil for the standard.
  package var dotsPerInch: Int?
  /// Width of each picture of a grid; nil for the standard.
  package var cell: PrintWidth?
  /// Whether a legend is drawn; nil for the default: in print only.
  package var legend: Bool?

  package init() {}

  /// The size in print; nil for a figure in the photograph's pixels.
  package var print: PrintSize? { width.map { PrintSize($0, dotsPerInch: dotsPerInch) } }
}

/// The file format of a figure.
package enum FigureFormat: String, Hashable, Sendable, CaseIterable {
  /// Pixels, with the style in text chunks (PNG) or in the comment (JPEG).
  case png, jpeg
  /// Vectors, with letters as letters.
  case svg, pdf

  package var isVector: Bool { self == .svg || self == .pdf }

  /// The format that the ending of `path` promises; nil for another ending.
  package init?(path: String) {
    let name = path.lowercased()
    switch name.split(separator: ".").last {
    case "png": self = .png
    case "jpg", "jpeg": self = .jpeg
    case "svg": self = .svg
    case "pdf": self = .pdf
    default: return nil
    }
  }
}

extension PictureStyle {
  /// The style for a file of `format`: vectors have a width in print, a journal's column by default.
  package func suited(to format: FigureFormat) -> PictureStyle {
    var style = self
    if format.isVector, layout.width == nil { style.layout.width = .column }
    return style
  }
}
