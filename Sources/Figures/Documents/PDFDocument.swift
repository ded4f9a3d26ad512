import Imaging

/// A PDF document: pages of text, filled rectangles and pictures, written page by page.
///
/// Positions are in points from the top left corner. Fonts are embedded. Only the current page is
/// held in memory.
package final class PDFDocument {
  package struct Metadata: Hashable, Sendable {
    /// The document's title, and the program that created it.
    package var title, creator: String
    /// Creation date, in ISO 8601.
    package var date: String
    package var keywords: String

    package init(title: String, creator: String, date: String, keywords: String = "") {
      (self.title, self.creator, self.date) = (title, creator, date)
      self.keywords = keywords
    }
  }

  /// Size of an A4 page in portrait, in points.
  package static let a4 = (width: 595.0, height: 842.0)

  /// Size of a page in points.
  package let width, height: Double
  /// Number of the current page, from 1.
  package private(set) var pageNumber = 1

  private let canvas: CairoCanvas

  /// An empty document; `write` receives its bytes in order and returns whether it stored them.
  ///
  /// Throws `FiguresError.noFonts` if no font is installed.
  package init(
    width: Double = a4.width, height: Double = a4.height, metadata: Metadata,
    write: @escaping (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(FiguresError) {
    (self.width, self.height) = (width, height)
    canvas = CairoCanvas(documentWidth: width, height: height, metadata: metadata, write: write)
    canvas.setPlainSmoothing()
    canvas.setFont(size: 10)
    guard canvas.hasFont else { throw .noFonts }
  }

  /// Writes `text` with its baseline at `y`.
  ///
  /// `alignment` 0 puts its left end at `x`, 1 its right end. Text wider than `limit` points is cut and
  /// ends with an ellipsis.
  package func write(
    _ text: String, _ style: Page.Style, x: Double, y: Double, alignment: Double = 0,
    limit: Double = .infinity
  ) {
    canvas.setFont(style)
    canvas.setColor(style.color)
    canvas.write(canvas.shortened(text, to: limit), x: x, y: y, alignment: alignment)
  }

  package func fill(_ color: RGBColor, x: Double, y: Double, width: Double, height: Double) {
    canvas.setColor(color)
    canvas.fill(x: x, y: y, width: width, height: height)
  }

  /// Draws a picture, scaled to a rectangle; the file keeps all its pixels.
  package func place(_ picture: Picture, x: Double, y: Double, width: Double, height: Double) {
    canvas.place(picture, x: x, y: y, width: width, height: height)
  }

  /// Adds an entry for the current page to the outline that viewers show.
  package func addOutline(_ title: String) { canvas.addOutline(title, page: pageNumber) }

  /// Ends the current page and begins the next.
  package func endPage() {
    canvas.showPage()
    pageNumber += 1
  }

  /// Ends the last page and the document; returns false if something could not be written.
  package func finish() -> Bool {
    canvas.showPage()
    return canvas.finish()
  }

  /// Width of `text` in `style`, in points.
  package func width(of text: String, _ style: Page.Style) -> Double {
    canvas.setFont(style)
    return canvas.width(of: text)
  }

  /// Wraps `text` into lines of at most `width` points, between words or within a longer word.
  package func lines(of text: String, _ style: Page.Style, width: Double) -> [String] {
    canvas.setFont(style)
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let longer =
        lines[lines.count - 1].isEmpty ? String(word) : "\(lines[lines.count - 1]) \(word)"
      if canvas.width(of: longer) <= width {
        lines[lines.count - 1] = longer
        continue
      }
      if !lines[lines.count - 1].isEmpty { lines.append("") }
      for character in word {
        let longer = lines[lines.count - 1] + String(character)
        if canvas.width(of: longer) > width, !lines[lines.count - 1].isEmpty {
          lines.append(String(character))
        } else {
          lines[lines.count - 1] = longer
        }
      }
    }
    return lines
  }
}
