import Imaging

/// A PDF document: pages of text, filled rectangles and pictures, written page by page.
///
/// Positions are in points from the top left corner. Fonts are embedded. Only the current page is
/// held in memory.
public final class PDFDocument {
  /// Metadata of the document.
  public struct Metadata: Hashable, Sendable {
    /// The document's title.
    public var title: String
    /// The program that created it.
    public var creator: String
    /// Creation date, in ISO 8601.
    public var date: String

    /// Metadata from its parts.
    public init(title: String, creator: String, date: String) {
      self.title = title
      self.creator = creator
      self.date = date
    }
  }

  /// Size of an A4 page in portrait, in points.
  public static let a4 = (width: 595.0, height: 842.0)

  /// Width of a page in points.
  public let width: Double
  /// Height of a page in points.
  public let height: Double
  /// Number of the current page, from 1.
  public private(set) var pageNumber = 1

  private let canvas: CairoCanvas

  /// An empty document; `write` receives its bytes in order and returns whether it stored them.
  ///
  /// Throws `FiguresError.noFonts` if no font is installed.
  public init(
    width: Double = a4.width, height: Double = a4.height, metadata: Metadata,
    write: @escaping (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(FiguresError) {
    self.width = width
    self.height = height
    canvas = CairoCanvas(documentWidth: width, height: height, metadata: metadata, write: write)
    canvas.setPlainSmoothing()
    canvas.setFont(size: 10)
    guard canvas.hasFont else { throw .noFonts }
  }

  /// Writes `text` with its baseline at `y`.
  ///
  /// `alignment` 0 puts its left end at `x`, 1 its right end. Text wider than `limit` points is cut and
  /// ends with an ellipsis.
  public func write(
    _ text: String, _ style: Page.Style, x: Double, y: Double, alignment: Double = 0,
    limit: Double = .infinity
  ) {
    use(style)
    canvas.setColor((style.color.red, style.color.green, style.color.blue))
    canvas.write(canvas.shortened(text, to: limit), x: x, y: y, alignment: alignment)
  }

  /// Fills a rectangle.
  public func fill(_ color: RGBColor, x: Double, y: Double, width: Double, height: Double) {
    canvas.setColor((color.red, color.green, color.blue))
    canvas.fill(x: x, y: y, width: width, height: height)
  }

  /// Draws a picture, scaled to a rectangle; the file keeps all its pixels.
  public func place(_ picture: Picture, x: Double, y: Double, width: Double, height: Double) {
    canvas.place(picture, x: x, y: y, width: width, height: height)
  }

  /// Adds an entry for the current page to the outline that viewers show.
  public func addOutline(_ title: String) { canvas.addOutline(title, page: pageNumber) }

  /// Ends the current page and begins the next.
  public func endPage() {
    canvas.showPage()
    pageNumber += 1
  }

  /// Ends the last page and the document; returns false if something could not be written.
  public func finish() -> Bool {
    canvas.showPage()
    return canvas.finish()
  }

  /// Width of `text` in `style`, in points.
  public func width(of text: String, _ style: Page.Style) -> Double {
    use(style)
    return canvas.width(of: text)
  }

  /// Wraps `text` into lines of at most `width` points, between words or within a longer word.
  public func lines(of text: String, _ style: Page.Style, width: Double) -> [String] {
    use(style)
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

  private func use(_ style: Page.Style) {
    canvas.setFont(size: style.size, isBold: style.isBold, isMonospaced: style.isMonospaced)
  }
}
