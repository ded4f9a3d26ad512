import Figures
import Imaging

/// Writes a PDF from top to bottom and starts a new page when the current one is full.
struct PDFFlow {
  static let margin = 42.0
  static let ink = RGBColor(red: 30, green: 30, blue: 30)
  static let muted = RGBColor(red: 95, green: 95, blue: 95)
  static let rule = RGBColor(red: 205, green: 205, blue: 205)
  static let bar = RGBColor(red: 176, green: 58, blue: 18)
  static let warning = RGBColor(red: 138, green: 43, blue: 0)

  static let body = Page.Style(size: 9, color: ink)
  static let label = Page.Style(size: 9, color: muted)
  static let small = Page.Style(size: 7.5, color: ink)
  static let code = Page.Style(size: 6.5, color: ink, isMonospaced: true)

  let document: PDFDocument
  /// Text at the foot of each page.
  let footing: String
  /// Top of the next line in points.
  var y = PDFFlow.margin

  var width: Double { document.width - 2 * Self.margin }
  private var bottom: Double { document.height - Self.margin - 14 }

  /// Starts a new page unless `height` points fit on this one.
  mutating func need(_ height: Double) {
    if y + height > bottom, y > Self.margin { beginPage() }
  }

  mutating func beginPage() {
    drawFoot()
    document.endPage()
    y = Self.margin
  }

  /// Writes the footing and the number of the current page.
  func drawFoot() {
    let style = Page.Style(size: 7.5, color: Self.muted)
    let foot = document.height - Self.margin + 8
    document.write(footing, style, x: Self.margin, y: foot, limit: width - 40)
    document.write(
      String(document.pageNumber), style, x: document.width - Self.margin, y: foot, alignment: 1)
  }

  mutating func space(_ height: Double) { y += height }

  /// A heading with room for at least 40 points below it.
  mutating func heading(_ text: String, size: Double) {
    let style = Page.Style(size: size, isBold: true, color: Self.ink)
    let lines = document.lines(of: text, style, width: width)
    need(Double(lines.count) * size * 1.3 + 40)
    if y > Self.margin { y += size * 0.5 }
    for line in lines { put(line, style) }
    y += size * 0.25
  }

  /// A bold line; a text that is too long is shortened in its middle.
  mutating func line(_ text: String, size: Double) {
    need(size * 1.3 + 24)
    let style = Page.Style(size: size, isBold: true, color: Self.ink)
    document.write(text, style, x: Self.margin, y: y + size, limit: width)
    y += size * 1.5
  }

  mutating func paragraph(_ text: String, _ style: Page.Style = PDFFlow.body) {
    for line in document.lines(of: text, style, width: width) { put(line, style) }
    y += style.size * 0.3
  }

  mutating func command(_ line: String) { paragraph(line, Self.code) }

  /// Names and values in two columns.
  mutating func facts(_ facts: [ReportFact]) {
    let names = facts.map { document.width(of: $0.name, Self.label) }.max() ?? 0
    let left = min(names, 150) + 12
    for fact in facts {
      let lines = document.lines(of: fact.value, Self.body, width: width - left)
      need(12)
      document.write(fact.name, Self.label, x: Self.margin, y: y + 9, limit: left - 6)
      for line in lines {
        need(12)
        document.write(line, Self.body, x: Self.margin + left, y: y + 9)
        y += 12
      }
    }
    y += 4
  }

  private mutating func put(_ line: String, _ style: Page.Style) {
    need(style.size * 1.3)
    document.write(line, style, x: Self.margin, y: y + style.size)
    y += style.size * 1.3
  }

  /// A table whose first `words` columns are aligned left, the others right.
  mutating func table(_ columns: [String], _ rows: [[String]], words: Int) {
    let widths = columns.indices.map { index in
      ([columns] + rows).map { document.width(of: $0[index], Self.small) }.max() ?? 0
    }
    let spare = max(0, width - widths.reduce(0, +)) / Double(max(1, columns.count - 1))
    func draw(_ cells: [String], _ style: Page.Style) {
      var x = Self.margin
      for (index, text) in cells.enumerated() {
        let isRight = index >= words
        document.write(
          text, style, x: isRight ? x + widths[index] : x, y: y + 8, alignment: isRight ? 1 : 0)
        x += widths[index] + min(spare, 18)
      }
      y += 11
    }
    need(40)
    draw(columns, Page.Style(size: 7.5, color: Self.muted))
    document.fill(Self.rule, x: Self.margin, y: y, width: width, height: 0.6)
    y += 2
    for row in rows {
      need(11)
      draw(row, Self.small)
    }
    y += 4
  }
}
