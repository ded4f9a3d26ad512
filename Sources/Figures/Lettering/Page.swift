import Imaging
import Support

/// A white page with text and filled rectangles, drawn by cairo as a picture: legends and headings.
///
/// Positions are in pixels from the top left corner.
package struct Page: Hashable, Sendable {
  /// An element of the page.
  private enum Item: Hashable, Sendable {
    case text(String, Style, x: Double, y: Double, alignment: Double, limit: Double)
    case area(RGBColor, x: Double, y: Double, width: Double, height: Double)
  }

  /// Font and colour of a text.
  package struct Style: Hashable, Sendable {
    /// Font size in pixels, or in points in a `PDFDocument`.
    package var size: Double
    package var isBold, isMonospaced: Bool
    package var color: RGBColor

    /// A style; sans-serif and dark grey unless given.
    package init(
      size: Double, isBold: Bool = false, color: RGBColor = RGBColor(red: 30, green: 30, blue: 30),
      isMonospaced: Bool = false
    ) {
      (self.size, self.isBold, self.isMonospaced) = (size, isBold, isMonospaced)
      self.color = color
    }
  }

  /// Most pixels of a side, the limit of cairo's pictures.
  package static let largestSide = 32_767

  /// Size in pixels.
  package let width, height: Int
  private var items: [Item] = []

  /// An empty page.
  package init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a page can't be \(width)×\(height)")
    (self.width, self.height) = (width, height)
  }

  /// Writes `text` with its baseline at `y`.
  ///
  /// `alignment` 0 puts its left end at `x`, 1 its right end. Text wider than `limit` pixels is cut and
  /// ends with an ellipsis.
  package mutating func write(
    _ text: String, _ style: Style, x: Double, y: Double, alignment: Double = 0,
    limit: Double = .infinity
  ) {
    items.append(.text(text, style, x: x, y: y, alignment: alignment, limit: limit))
  }

  package mutating func fill(_ color: RGBColor, x: Double, y: Double, width: Double, height: Double)
  {
    items.append(.area(color, x: x, y: y, width: width, height: height))
  }

  /// Draws the page; the same page gives the same pixels with the same fonts.
  ///
  /// Throws `FiguresError.noFonts` if the page has text and no font is installed.
  package func picture() throws(FiguresError) -> Picture {
    let canvas = CairoCanvas(.png, width: width, height: height, scale: 1)
    canvas.setPlainSmoothing()
    for item in items {
      switch item {
      case .area(let color, let x, let y, let width, let height):
        canvas.setColor(color)
        canvas.fill(x: x, y: y, width: width, height: height)
      case .text(let text, let style, let x, let y, let alignment, let limit):
        canvas.setFont(style)
        guard canvas.hasFont else { throw .noFonts }
        canvas.setColor(style.color)
        let fitted = canvas.shortened(text, to: limit)
        canvas.write(fitted, x: x, y: y, alignment: alignment)
      }
    }
    return canvas.picture(width: width, height: height)
  }

  /// Width of `text` in `style`, in pixels.
  package static func width(of text: String, _ style: Style) -> Double {
    measuring(style).width(of: text)
  }

  /// Wraps `text` between words into lines of at most `width` pixels; a longer word stays whole.
  package static func lines(of text: String, _ style: Style, width: Double) -> [String] {
    measuring(style).lines(of: text, width: width)
  }

  /// A canvas to measure texts in `style`.
  private static func measuring(_ style: Style) -> CairoCanvas {
    let canvas = CairoCanvas(.png, width: 1, height: 1, scale: 1)
    canvas.setPlainSmoothing()
    canvas.setFont(style)
    return canvas
  }
}

/// Reasons why a figure could not be drawn.
package enum FiguresError: FailureReason, Hashable, Sendable {
  case noFonts
  /// A picture of this width and height has a side beyond `Page.largestSide`.
  case tooLarge(Int, Int)

  package var status: ExitStatus {
    switch self {
    case .noFonts: .unavailable
    case .tooLarge: .usage
    }
  }

  package var why: String {
    switch self {
    case .noFonts: "no font is installed"
    case .tooLarge(let width, let height):
      "it would have \(NumberText.grouped(width)) × \(NumberText.grouped(height)) pixels, and a "
        + "picture has at most \(NumberText.grouped(Page.largestSide)) a side"
    }
  }

  package var advice: String? {
    switch self {
    case .noFonts: "install one, such as Debian's fonts-dejavu-core"
    case .tooLarge: "ask for fewer pictures"
    }
  }
}

extension CairoCanvas {
  func setFont(_ style: Page.Style) {
    setFont(size: style.size, isBold: style.isBold, isMonospaced: style.isMonospaced)
  }

  /// Wraps `text` between words into lines of at most `width`; a longer word stays whole, and line
  /// number `most` takes all remaining words.
  func lines(of text: String, width: Double, most: Int = .max) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last,
        lines.count >= most || self.width(of: "\(last) \(word)") <= width
      {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  /// `text`, cut with an ellipsis if it is wider than `limit`.
  func shortened(_ text: String, to limit: Double) -> String {
    guard width(of: text) > limit else { return text }
    var kept = text
    while !kept.isEmpty {
      kept.removeLast()
      if width(of: kept + "…") <= limit { break }
    }
    return kept + "…"
  }
}
