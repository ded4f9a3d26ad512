import Imaging
import Support
import Tensors

/// A white page with text, filled rectangles and pictures: legends, headings, whole figures.
///
/// Positions are in units from the top left corner: pixels of a picture, or points of a document.
package struct Page: Hashable, Sendable {
  /// An element of the page.
  enum Item: Hashable, Sendable {
    case text(String, Style, x: Double, y: Double, alignment: Double, limit: Double)
    case area(RGBColor, x: Double, y: Double, width: Double, height: Double)
    case picture(Picture, x: Double, y: Double, width: Double, height: Double)
  }

  /// Font and colour of a text.
  package struct Style: Hashable, Sendable {
    /// Font size in the page's units, or in points in a `PDFDocument`.
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

  /// Size in units.
  package let width, height: Double
  private(set) var items: [Item] = []

  /// An empty page.
  package init(width: Double, height: Double) {
    precondition(width > 0 && height > 0, "a page can't be \(width)×\(height)")
    (self.width, self.height) = (width, height)
  }

  package init(width: Int, height: Int) {
    self.init(width: Double(width), height: Double(height))
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

  /// Places `picture`, scaled to a rectangle.
  package mutating func place(
    _ picture: Picture, x: Double, y: Double, width: Double, height: Double
  ) {
    items.append(.picture(picture, x: x, y: y, width: width, height: height))
  }

  /// Draws the page with `scale` pixels a unit; the same page gives the same pixels with the same
  /// fonts.
  ///
  /// A picture that has as many pixels as its rectangle is copied unchanged.
  /// Throws `FiguresError.noFonts` if the page has text and no font is installed.
  package func picture(scale: Double = 1) throws(FiguresError) -> Picture {
    let size = (width: Self.pixels(width * scale), height: Self.pixels(height * scale))
    guard max(size.width, size.height) <= Self.largestSide else {
      throw .tooLarge(size.width, size.height)
    }
    let canvas = CairoCanvas(width: size.width, height: size.height, scale: scale)
    canvas.setPlainSmoothing()
    try draw(on: canvas)
    var result = canvas.picture(width: size.width, height: size.height)
    for case .picture(let picture, let x, let y, let width, let height) in items {
      let bounds = PixelSize(
        width: Self.pixels(width * scale), height: Self.pixels(height * scale))
      result.place(
        picture.size == bounds ? picture : picture.thumbnail(bounds),
        x: Int((x * scale).rounded()), y: Int((y * scale).rounded()))
    }
    return result
  }

  private static func pixels(_ length: Double) -> Int {
    max(1, Int(min(length.rounded(), 1e9)))
  }

  /// Draws texts and areas; `place` draws pictures.
  func draw(
    on canvas: borrowing CairoCanvas, place: (Item) -> Void = { _ in }
  ) throws(FiguresError) {
    for item in items {
      switch item {
      case .picture: place(item)
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
  }

  /// Width of `text` in `style`.
  package static func width(of text: String, _ style: Style) -> Double {
    measuring(style).width(of: text)
  }

  /// Wraps `text` between words into lines of at most `width`; a longer word stays whole.
  package static func lines(of text: String, _ style: Style, width: Double) -> [String] {
    measuring(style).lines(of: text, width: width)
  }

  /// A canvas to measure texts in `style`.
  static func measuring(_ style: Style) -> CairoCanvas {
    let canvas = CairoCanvas(width: 1, height: 1, scale: 1)
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

  /// `text`, with an ellipsis instead of its middle if it is wider than `limit`.
  func shortened(_ text: String, to limit: Double) -> String {
    guard width(of: text) > limit else { return text }
    let characters = Array(text)
    // The largest number of characters that fit, by bisection.
    var (fits, tooMany) = (0, characters.count)
    while tooMany - fits > 1 {
      let count = (fits + tooMany) / 2
      if width(of: Self.middleCut(characters, to: count)) <= limit {
        fits = count
      } else {
        tooMany = count
      }
    }
    return Self.middleCut(characters, to: fits)
  }

  /// The first and the last of `count` characters; the end, where names differ, keeps its third.
  private static func middleCut(_ characters: [Character], to count: Int) -> String {
    let end = count / 3
    return String(characters.prefix(count - end)) + "…" + String(characters.suffix(end))
  }
}
