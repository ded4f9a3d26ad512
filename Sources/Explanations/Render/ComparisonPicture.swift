import Figures
import Imaging
import Support
import Tensors

/// The figure of a grid: lettered panels, the photograph first, and one legend if all share a scale.
struct ComparisonPicture {
  private let comparison: Comparison
  private let styles: [PictureStyle]
  private let layout: ComparisonLayout
  /// The photograph, then the maps; each in as many pixels as the layout says.
  private let pictures: [Picture]
  private let heads: [String]
  private let bars: [ColorBar?]
  /// The bar below the grid; nil if each panel has its own.
  private let sharedBar: ColorBar?

  init(_ comparison: Comparison, _ style: PictureStyle, _ kind: DisplayScale.Kind) {
    self.comparison = comparison
    let explanations = comparison.explanations
    var style = style
    style.crop = .seen
    styles = explanations.styles(style, kind)
    var layout = ComparisonLayout(comparison, style.layout)
    let side = layout.cellPixels
    let isPrint = layout.isPrint
    pictures =
      [comparison.photograph(side: side, isPrint: isPrint)]
      + zip(explanations, styles).map { explanation, style in
        explanation.panel(style, side: side, isPrint: isPrint)
      }
    bars = zip(explanations, styles).map { $0.colorBar($1) }
    sharedBar = explanations.sharedBar(styles, bars)
    heads = comparison.headings(styles)
    layout.settle(
      heads: heads, tallest: pictures.map(\.height).max() ?? side, hasBar: sharedBar != nil,
      hasNotes: zip(explanations, styles).contains { $0.weakNote($1) != nil })
    self.layout = layout
  }

  func page() -> Page {
    var page = Page(width: layout.width, height: layout.height)
    let unit = layout.unit
    for (line, text) in layout.headLines.enumerated() {
      page.write(
        text, Page.Style(size: (line == 0 ? 16 : 12) * unit, isBold: line == 0), x: layout.margin,
        y: layout.headBase(line), limit: layout.width - 2 * layout.margin)
    }
    for row in comparison.rows.indices {
      page.write(
        comparison.rows[row].printable, Page.Style(size: 13 * unit, isBold: true),
        x: layout.margin, y: layout.corner(row: row, column: 0).y - 6 * unit,
        limit: layout.width - 2 * layout.margin)
    }
    for (panel, picture) in pictures.enumerated() { draw(picture, panel, on: &page) }
    sharedBar?.draw(
      on: &page, x: layout.margin, y: layout.barTop,
      width: min(layout.width - 2 * layout.margin, 420 * unit), unit: unit)
    return page
  }

  /// Draws panel `index`, 0 for the photograph, with its letter.
  private func draw(_ picture: Picture, _ index: Int, on page: inout Page) {
    let corner = layout.corner(of: index)
    let unit = layout.unit
    let texts = index == 0 ? photographTexts : texts(index - 1)
    page.write(
      "(\(Self.letter(index))) \(texts.caption)".printable,
      Page.Style(size: 13 * unit, isBold: true), x: corner.x, y: corner.y + 14 * unit,
      limit: layout.cell)
    page.write(
      texts.detail.printable, Page.Style(size: 11 * unit), x: corner.x, y: corner.y + 29 * unit,
      limit: layout.cell)
    let top = corner.y + layout.captionHeight
    let (width, height) = (
      Double(picture.width) / layout.scale, Double(picture.height) / layout.scale
    )
    page.place(
      picture, x: corner.x + ((layout.cell - width) / 2).rounded(.down), y: top, width: width,
      height: height)
    guard index > 0 else { return }
    let explanation = comparison.explanations[index - 1]
    let below = top + layout.cellHeight + 5 * unit
    let small = Page.Style(size: 11 * unit)
    guard let bar = bars[index - 1] else {
      page.write(
        DisplayRules.noEvidence, small, x: corner.x, y: below + 12 * unit, limit: layout.cell)
      return
    }
    if sharedBar == nil {
      bar.draw(on: &page, x: corner.x, y: below, width: layout.cell, unit: unit)
    }
    if explanation.weakNote(styles[index - 1]) != nil {
      page.write(
        "weak, so drawn dimmed", small, x: corner.x,
        y: below + (sharedBar == nil ? 40 : 12) * unit, limit: layout.cell)
    }
  }

  private var photographTexts: (caption: String, detail: String) {
    let isOneView =
      Set(comparison.explanations.map(\.examination.image.rectangle)).count == 1
    return ("photograph", "what the \(isOneView ? "" : "first ")network saw")
  }

  /// The caption of a map, and its class with the answer; a class in the caption is not repeated.
  private func texts(_ index: Int) -> (caption: String, detail: String) {
    let caption = comparison.columns[index % comparison.columns.count]
    let explanation = comparison.explanations[index]
    let target = explanation.target
    let title = "\(target.index) \(target.label)"
    let mark = explanation.truth?.index == target.index ? ", true" : ""
    return (
      caption,
      (caption == title ? target.answer : "\(title), \(target.answer)") + mark
        + (explanation.examination.network.origin.isUntrained ? " (untrained)" : "")
    )
  }

  /// `a` to `z`, then `aa`.
  static func letter(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(97 + index % 26)))
    return index < 26 ? letter : Self.letter(index / 26 - 1) + letter
  }
}

extension Comparison {
  /// File name, and what all pictures have in common.
  fileprivate func headings(_ styles: [PictureStyle]) -> [String] {
    let first = explanations[0]
    func shared(_ value: (Explanation) -> String) -> String? {
      Set(explanations.map(value)).count == 1 ? value(first) : nil
    }
    let facts = [
      shared { $0.examination.network.markedTitle }, shared { $0.methodTitle },
      shared { $0.layer }, shared { "\($0.target.index) \($0.target.label)" },
      first.versus.map { "rather than \($0.index) \($0.label)" },
      first.truth.map { "true: \($0.index) \($0.label)" },
    ].compactMap { $0 }
    let scales = styles.map(\.scale)
    let scale =
      scales.allSatisfy { $0 == nil }
      ? "each map on its own scale"
      : Set(scales).count == 1 ? "all maps on one scale" : "one scale for the maps of each method"
    return [
      first.examination.photograph.name.lastPathComponent.printable,
      (facts + [scale]).joined(separator: " · ").printable,
    ]
  }

  /// What the first network saw, with `side` pixels.
  fileprivate func photograph(side: Int, isPrint: Bool) -> Picture {
    let image = explanations[0].examination.image
    let seen = image.rectangle.pixels(in: image.picture.size)
    let part = seen.map { image.picture.cropped(to: $0) } ?? image.picture
    return isPrint
      ? part.thumbnail(
        PixelSize(
          width: side,
          height: max(1, Int((Double(part.height * side) / Double(part.width)).rounded()))))
      : part.thumbnail(part.size(fitting: PixelSize(square: side)))
  }
}

extension Explanation {
  /// The overlay of what the network saw: `side` pixels wide in print, else inside that square.
  fileprivate func panel(_ style: PictureStyle, side: Int, isPrint: Bool) -> Picture {
    var style = style
    style.layout = FigureLayout()
    if isPrint { style.layout.width = PrintWidth(Double(side), .pixels) }
    let drawn = drawing(style)
    return isPrint ? drawn : drawn.thumbnail(drawn.size(fitting: PixelSize(square: side)))
  }
}

extension [Explanation] {
  /// One bar for all maps; nil unless they share a scale.
  fileprivate func sharedBar(_ styles: [PictureStyle], _ bars: [ColorBar?]) -> ColorBar? {
    let drawn = bars.compactMap(\.self)
    guard let scale = styles.first?.scale, styles.allSatisfy({ $0.scale == scale }), count > 1,
      var bar = drawn.first
    else { return nil }
    bar.minimum = drawn.map(\.minimum).min() ?? bar.minimum
    bar.maximum = drawn.map(\.maximum).max() ?? bar.maximum
    return bar
  }
}
