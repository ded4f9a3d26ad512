import Imaging

/// A white page with text and filled rectangles, drawn by cairo as a picture: legends and headings.
///
/// Positions are in pixels from the top left corner.
public struct Page: Hashable, Sendable {
  /// An element of the page.
  private enum Item: Hashable, Sendable {
    case text(String, Style, x: Double, y: Double, alignment: Double, limit: Double)
    case area(RGBColor, x: Double, y: Double, width: Double, height: Double)
  }

  /// Font and colour of a text.
  public struct Style: Hashable, Sendable {
    /// Font size in pixels, or in points in a `PDFDocument`.
    public var size: Double
    /// Whether the font is bold.
    public var isBold: Bool
    /// Whether the font is monospaced.
    public var isMonospaced: Bool
    /// Colour of the text.
    public var color: RGBColor

    /// A style; sans-serif and dark grey unless given.
    public init(
      size: Double, isBold: Bool = false, color: RGBColor = RGBColor(red: 30, green: 30, blue: 30),
      isMonospaced: Bool = false
    ) {
      self.size = size
      self.isBold = isBold
      self.isMonospaced = isMonospaced
      self.color = color
    }
  }

  /// Width in pixels.
  public let width: Int
  /// Height in pixels.
  public let height: Int
  private var items: [Item] = []

  /// An empty page.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a page can't be \(width)×\(height)")
    self.width = width
    self.height = height
  }

  /// Writes `text` with its baseline at `y`.
  ///
  /// `alignment` 0 puts its left end at `x`, 1 its right end. Text wider than `limit` pixels is cut and
  /// ends with an ellipsis.
  public mutating func write(
    _ text: String, _ style: Style, x: Double, y: Double, alignment: Double = 0,
    limit: Double = .infinity
  ) {
    items.append(.text(text, style, x: x, y: y, alignment: alignment, limit: limit))
  }

  /// Fills a rectangle.
  public mutating func fill(_ color: RGBColor, x: Double, y: Double, width: Double, height: Double)
  {
    items.append(.area(color, x: x, y: y, width: width, height: height))
  }

  /// Draws the page; the same page gives the same pixels with the same fonts.
  ///
  /// Throws `FiguresError.noFonts` if the page has text and no font is installed.
  public func picture() throws(FiguresError) -> Picture {
    let canvas = CairoCanvas(.png, width: width, height: height, scale: 1)
    canvas.setPlainSmoothing()
    for item in items {
      switch item {
      case .area(let color, let x, let y, let width, let height):
        canvas.setColor((color.red, color.green, color.blue))
        canvas.fill(x: x, y: y, width: width, height: height)
      case .text(let text, let style, let x, let y, let alignment, let limit):
        canvas.setFont(size: style.size, isBold: style.isBold, isMonospaced: style.isMonospaced)
        guard canvas.hasFont else { throw .noFonts }
        canvas.setColor((style.color.red, style.color.green, style.color.blue))
        let fitted = canvas.shortened(text, to: limit)
        canvas.write(fitted, x: x, y: y, alignment: alignment)
      }
    }
    return canvas.picture(width: width, height: height)
  }

  /// Width of `text` in `style`, in pixels.
  public static func width(of text: String, _ style: Style) -> Double {
    let canvas = CairoCanvas(.png, width: 1, height: 1, scale: 1)
    canvas.setPlainSmoothing()
    canvas.setFont(size: style.size, isBold: style.isBold, isMonospaced: style.isMonospaced)
    return canvas.width(of: text)
  }
}

extension Page {
  /// Wraps `text` between words into lines of at most `width` pixels; a longer word stays whole.
  public static func lines(of text: String, _ style: Style, width: Double) -> [String] {
    let canvas = CairoCanvas(.png, width: 1, height: 1, scale: 1)
    canvas.setPlainSmoothing()
    canvas.setFont(size: style.size, isBold: style.isBold, isMonospaced: style.isMonospaced)
    return canvas.lines(of: text, width: width)
  }
}

/// Reasons why a figure could not be drawn.
public enum FiguresError: Error, Hashable, Sendable {
  /// No font is installed.
  case noFonts
}

extension CairoCanvas {
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
