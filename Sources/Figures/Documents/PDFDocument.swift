import Imaging

/// A PDF document: pages of lettering, filled areas and pictures, handed over as they are finished.
///
/// Positions are in points from the top left corner. Fonts are embedded. Only the page under way is held
/// in memory.
public final class PDFDocument {
  /// Texts that the document carries beside its pages.
  public struct Metadata: Hashable, Sendable {
    /// The document's title.
    public var title: String
    /// The program that made it.
    public var creator: String
    /// When it was made, in ISO 8601.
    public var date: String

    /// Texts of a document.
    public init(title: String, creator: String, date: String) {
      self.title = title
      self.creator = creator
      self.date = date
    }
  }

  /// An upright A4 page in points.
  public static let a4 = (width: 595.0, height: 842.0)

  /// Points in a row.
  public let width: Double
  /// Points from top to bottom.
  public let height: Double
  /// The number of the page under way, from 1.
  public private(set) var pageNumber = 1

  private let canvas: CairoCanvas

  /// An empty document; `write` gets its bytes in order and answers whether it could keep them.
  ///
  /// Throws `FiguresError.noFonts` where no font is installed.
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

  /// Writes `text` with its baseline at `y`; `alignment` 0 puts its left end at `x`, 1 its right end.
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

  /// Draws a picture into a rectangle, all its pixels kept.
  public func place(_ picture: Picture, x: Double, y: Double, width: Double, height: Double) {
    canvas.place(picture, x: x, y: y, width: width, height: height)
  }

  /// Names the page under way in the list of contents that viewers show.
  public func addOutline(_ title: String) { canvas.addOutline(title, page: pageNumber) }

  /// Ends the page under way and begins the next.
  public func endPage() {
    canvas.showPage()
    pageNumber += 1
  }

  /// Ends the last page and the document; false where something could not be written.
  public func finish() -> Bool {
    canvas.showPage()
    return canvas.finish()
  }

  /// The width that `text` takes in `style`, in points.
  public func width(of text: String, _ style: Page.Style) -> Double {
    use(style)
    return canvas.width(of: text)
  }

  /// `text` broken between words into lines no wider than `width`; a longer word is broken itself.
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
