import Figures
import Imaging
import Support
import Tensors

extension Comparison {
  /// The labelled grid as a PNG, photograph first; `request` is recorded in its text.
  package func png(
    _ style: PictureStyle, request: ComparisonRequest? = nil
  ) throws(Failure) -> [UInt8] {
    let picture = try Failure.naming(nil, what: "can't draw the comparison") {
      () throws(FiguresError) in try ComparisonPicture(self, style).picture()
    }
    let name = explanations[0].examination.photograph.name
    return try Failure.naming(name) { () throws(ImagingError) in
      try picture.encodedPNG(text: Provenance(self, style, request).text)
    }
  }
}

extension Provenance {
  /// The provenance of a grid; `subjects` has one entry for each picture.
  fileprivate init(
    _ comparison: Comparison, _ style: PictureStyle, _ request: ComparisonRequest?
  ) {
    self.init()
    self[.kind] = Self.comparisonKind
    var recorded = request
    if let network = request.map({ $0.shared.network.naming(by: $0.shared.paths) }) {
      recorded?.shared.network = network
    }
    self[.choices] = recorded?.text
    self[.networks] = comparison.networkText
    if let first = comparison.explanations.first {
      note(first.examination, first.question.request.paths)
    }
    self[.scale] = (style.scale?.kind ?? .own).rawValue
    self[.scaleLow] = style.scale.map { "\($0.low)" }
    self[.scaleHigh] = style.scale.map { "\($0.high)" }
    self[.signed] = style.isSigned ? "yes" : "no"
    note(style)
    self[.subjects] = comparison.explanations.map { item in
      let network = item.examination.network
      return "\(network.variant.name) \(network.origin.label) "
        + "\(network.origin.digest?.hexadecimal ?? "untrained"): \(item.method) at \(item.layer), "
        + "class \(item.target.index), \(item.map.minimum) to \(item.map.maximum)"
    }.joined(separator: "; ")
    var names: [Int: String] = [:]
    for item in comparison.explanations {
      for prediction in [item.target, item.versus].compactMap(\.self) {
        names[prediction.index] = names[prediction.index] ?? prediction.label
      }
    }
    self[.classNames] = names.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value.printable)" }.joined(separator: "\n")
  }
}

private struct ComparisonPicture {
  let comparison: Comparison
  let style: PictureStyle
  /// Side in pixels of the square that each picture fits into.
  private let side = 232
  private let gap = 14
  private let headHeight = 64
  private let captionHeight = 36
  private let footHeight = 46
  private let columnCount, rowCount: Int

  init(_ comparison: Comparison, _ style: PictureStyle) {
    self.comparison = comparison
    var style = style
    style.crop = .seen
    self.style = style
    let count = comparison.explanations.count
    if comparison.rows.isEmpty {
      // A single list wraps into rows; the photograph is its first picture.
      columnCount = min(count + 1, count + 1 <= 5 ? 5 : 4)
      rowCount = (count + 1 + columnCount - 1) / columnCount
    } else {
      columnCount = comparison.columns.count + 1
      rowCount = comparison.rows.count
    }
  }

  /// File name, and what all pictures have in common.
  private var headings: [String] {
    let first = comparison.explanations[0]
    let all = comparison.explanations
    func shared(_ value: (Explanation) -> String) -> String? {
      Set(all.map(value)).count == 1 ? value(first) : nil
    }
    let facts = [
      shared { network($0) }, shared { $0.methodTitle }, shared { $0.layer },
      shared { "\($0.target.index) \($0.target.label)" },
      first.versus.map { "rather than \($0.index) \($0.label)" },
    ].compactMap { $0 }
    let scale = style.scale == nil ? "each map on its own scale" : "all maps on one scale"
    let name = first.examination.photograph.name
    return [
      name.lastPathComponent.printable,
      (facts + [scale]).joined(separator: " · ").printable,
    ]
  }

  private func network(_ explanation: Explanation) -> String {
    explanation.examination.network.markedTitle
  }

  func picture() throws(FiguresError) -> Picture {
    let width = columnCount * (side + gap) + gap
    let height = headHeight + rowCount * (captionHeight + side + footHeight) + gap
    guard max(width, height) <= Page.largestSide else { throw .tooLarge(width, height) }
    var page = Page(width: width, height: height)
    let heads = headings
    let limit = Double(page.width - 2 * gap)
    page.write(heads[0], Page.Style(size: 16, isBold: true), x: Double(gap), y: 26, limit: limit)
    page.write(heads[1], Page.Style(size: 12), x: Double(gap), y: 46, limit: limit)
    var pictures: [(picture: Picture, x: Int, y: Int)] = []
    let plain = photograph()
    let isGrid = !comparison.rows.isEmpty
    for row in 0..<(isGrid ? rowCount : 1) {
      let corner = corner(row: row, column: 0)
      caption(
        isGrid ? comparison.rows[row] : "photograph",
        isGrid ? "photograph" : "what the \(isOneView ? "" : "first ")network saw", at: corner,
        on: &page)
      pictures.append((plain, corner.x + (side - plain.width) / 2, corner.y + captionHeight))
    }
    for (index, explanation) in comparison.explanations.enumerated() {
      let place = isGrid ? index : index + 1
      let columns = isGrid ? comparison.columns.count : columnCount
      let corner = corner(row: place / columns, column: place % columns + (isGrid ? 1 : 0))
      caption(
        comparison.columns[index % comparison.columns.count], detail(explanation), at: corner,
        on: &page)
      foot(explanation, at: corner, on: &page)
      let drawn = cell(explanation)
      pictures.append((drawn, corner.x + (side - drawn.width) / 2, corner.y + captionHeight))
    }
    var result = try page.picture()
    for item in pictures { result.place(item.picture, x: item.x, y: item.y) }
    return result
  }

  private func corner(row: Int, column: Int) -> (x: Int, y: Int) {
    (
      gap + column * (side + gap), headHeight + row * (captionHeight + side + footHeight)
    )
  }

  private func caption(
    _ heading: String, _ detail: String, at corner: (x: Int, y: Int), on page: inout Page
  ) {
    page.write(
      heading.printable, Page.Style(size: 13, isBold: true), x: Double(corner.x),
      y: Double(corner.y + 14), limit: Double(side))
    page.write(
      detail.printable, Page.Style(size: 11), x: Double(corner.x), y: Double(corner.y + 29),
      limit: Double(side))
  }

  /// Draws a picture's colour bar, or a note that there is no evidence.
  private func foot(
    _ explanation: Explanation, at corner: (x: Int, y: Int), on page: inout Page
  ) {
    let y = Double(corner.y + captionHeight + side + 5)
    if let bar = explanation.colorBar(style) {
      bar.draw(on: &page, x: Double(corner.x), y: y, width: Double(side), unit: 1)
    } else {
      page.write(
        DisplayRules.noEvidence, Page.Style(size: 11), x: Double(corner.x), y: y + 12,
        limit: Double(side))
    }
  }

  private func detail(_ explanation: Explanation) -> String {
    let target = explanation.target
    return "\(target.index) \(target.label), \(target.answer)"
      + (explanation.examination.network.origin.isUntrained ? " (untrained)" : "")
  }

  /// True if all networks saw the same part of the photograph.
  private var isOneView: Bool {
    Set(comparison.explanations.map(\.examination.image.rectangle)).count == 1
  }

  private func photograph() -> Picture {
    let image = comparison.explanations[0].examination.image
    let seen = image.rectangle.pixels(in: image.picture.size)
    return fitted(seen.map { image.picture.cropped(to: $0) } ?? image.picture)
  }

  private func cell(_ explanation: Explanation) -> Picture {
    var style = style
    style.hasLegend = false
    return fitted(explanation.drawing(style))
  }

  private func fitted(_ picture: Picture) -> Picture {
    picture.thumbnail(picture.size(fitting: PixelSize(square: side)))
  }
}
