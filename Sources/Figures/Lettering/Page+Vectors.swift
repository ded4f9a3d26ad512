import Foundation
import Imaging
import Support

// Pages as files whose letters stay letters: a unit of the page is a point of the document.

extension Page {
  /// The page as a PDF document of one page; `facts` becomes its keywords.
  package func pdf(title: String, facts: String) throws(FiguresError) -> [UInt8] {
    let sink = ByteSink()
    let canvas = CairoCanvas(
      documentWidth: width, height: height,
      metadata: PDFDocument.Metadata(
        title: title, creator: "Effscope \(ToolVersion.current)", date: "", keywords: facts)
    ) { piece in
      sink.bytes.append(contentsOf: piece)
      return true
    }
    canvas.setPlainSmoothing()
    for item in items {
      if case .picture(let picture, let x, let y, let width, let height) = item {
        canvas.place(picture, x: x, y: y, width: width, height: height)
      }
    }
    try draw(on: canvas)
    _ = canvas.finish()
    return sink.bytes
  }

  /// The page as an SVG file; `facts` stands in its description.
  ///
  /// Texts are elements that keep their measured length in other fonts; pictures are embedded PNGs.
  package func svg(title: String, facts: String) throws(ImagingError) -> [UInt8] {
    let size = "\(Self.number(width))\" height=\"\(Self.number(height))"
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        + "width=\"\(Self.number(width))pt\" height=\"\(Self.number(height))pt\" "
        + "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\">",
      "<title>\(Self.escaped(title))</title>", "<desc>\(Self.escaped(facts))</desc>",
      "<rect width=\"\(size)\" fill=\"#ffffff\"/>",
    ]
    for item in items { lines.append(try Self.element(item)) }
    return Array((lines + ["</svg>", ""]).joined(separator: "\n").utf8)
  }

  private static func element(_ item: Item) throws(ImagingError) -> String {
    switch item {
    case .area(let color, let x, let y, let width, let height):
      return "<rect \(place(x, y)) width=\"\(number(width))\" height=\"\(number(height))\" "
        + "fill=\"\(hex(color))\"/>"
    case .picture(let picture, let x, let y, let width, let height):
      let data = Data(try picture.encodedPNG()).base64EncodedString()
      return "<image \(place(x, y)) width=\"\(number(width))\" height=\"\(number(height))\" "
        + "preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64,\(data)\"/>"
    case .text(let text, let style, let x, let y, let alignment, let limit):
      let canvas = measuring(style)
      let shown = canvas.shortened(text, to: limit)
      let length = canvas.width(of: shown)
      let family = style.isMonospaced ? "DejaVu Sans Mono, monospace" : "DejaVu Sans, sans-serif"
      return "<text \(place(x - alignment * length, y)) font-family=\"\(family)\" "
        + "font-size=\"\(number(style.size))\"\(style.isBold ? " font-weight=\"bold\"" : "") "
        + "fill=\"\(hex(style.color))\" textLength=\"\(number(length))\" "
        + "lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">\(escaped(shown))</text>"
    }
  }

  private static func place(_ x: Double, _ y: Double) -> String {
    "x=\"\(number(x))\" y=\"\(number(y))\""
  }

  private static func number(_ value: Double) -> String { NumberText.fixed(value, 3) }

  private static func hex(_ color: RGBColor) -> String {
    let digits = [color.red, color.green, color.blue].map { channel in
      (channel < 16 ? "0" : "") + String(channel, radix: 16)
    }
    return "#" + digits.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
