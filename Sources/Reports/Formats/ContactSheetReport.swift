import Figures
import Imaging
import Support
import Tensors

/// A PNG with small overlays in a grid, each with class and probability.
///
/// A sheet has up to 96 overlays; more go to further sheets (`NAME-2.png`, …), which bounds memory.
struct ContactSheetReport: ReportFormat {
  static let name = "contact-sheet"
  static let fileExtensions = ["png"]
  static let standardFileName = "contact-sheet.png"

  private let summary: ReportSummary
  private let files: ReportFiles
  private var cells: [Cell] = []
  private var sheets = 0

  private struct Cell {
    var picture: Picture
    var title: String
    var words: String
  }

  private static let columns = 8
  private static let limit = 96
  private static let side = 200
  private static let gap = 14
  private static let lettering = 38

  init(_ summary: ReportSummary, files: ReportFiles) throws(Failure) {
    self.summary = summary
    self.files = files
  }

  mutating func add(_ page: ReportPage) throws(Failure) {
    for explanation in page.explanations {
      guard let overlay = explanation.figures.first(where: { $0.role == .overlay }) else {
        continue
      }
      if cells.count == Self.limit { try write() }
      let picture = try overlay.decoded().withoutLegend(
        page.explanations.first?.figures.first { $0.role == .photograph })
      let target = explanation.target
      cells.append(
        Cell(
          picture: picture.thumbnail(picture.size(fitting: PixelSize(square: Self.side))),
          title: "\(page.number). \(page.name)",
          words: "\(target.answer) \(target.title)"))
    }
  }

  mutating func finish(_ outcome: ReportOutcome) throws(Failure) {
    let names = outcome.problems.map(\.image)
    try write(
      names.isEmpty
        ? nil
        : "Could not be done: " + names.prefix(8).joined(separator: ", ")
          + (names.count > 8 ? " and \(names.count - 8) more" : ""))
  }

  /// Draws the collected cells as one sheet.
  private mutating func write(_ note: String? = nil) throws(Failure) {
    sheets += 1
    let picture: Picture
    do throws(FiguresError) {
      picture = try drawing(note)
    } catch {
      throw Failure(error, what: "can't draw the contact sheet")
    }
    cells.removeAll()
    let name = sheets == 1 ? files.name : "\(files.stem)-\(sheets).png"
    let texts = [
      ("Software", "Effscope \(ToolVersion.current)"), ("effscope:kind", "report"),
      ("effscope:command", summary.command),
    ].map { PNGText(keyword: $0, text: $1) }
    let bytes: [UInt8]
    do throws(ImagingError) {
      bytes = try picture.encodedPNG(text: texts)
    } catch {
      throw Failure(error, subject: name)
    }
    let file = try files.create(name)
    try file.write(bytes)
    try file.close()
  }

  /// Draws heading, grid and command line.
  private func drawing(_ note: String?) throws(FiguresError) -> Picture {
    let across = max(3, min(Self.columns, cells.count))
    let down = max(1, (cells.count + across - 1) / across)
    let (side, gap) = (Self.side, Self.gap)
    let tallest = cells.map(\.picture.height).max() ?? 0
    let width = across * (side + gap) + gap
    let room = Double(width - 2 * gap)
    let small = Page.Style(size: 10, color: RGBColor(red: 80, green: 80, blue: 80))
    let facts = summary.facts.filter { Self.shownFacts.contains($0.name) }
    let head =
      [summary.network] + facts.map { "\($0.name): \($0.value)" }
      + [summary.isUntrained ? ReportSummary.untrained : nil, note].compactMap { $0 }
    let lines = head.flatMap { Page.lines(of: $0, small, width: room) }
    let foot = Page.lines(of: summary.command, small, width: room)
    let top = 40 + 15 * lines.count + gap
    let shownFoot = foot.count > 4 ? Array(foot.prefix(3)) + ["…"] : foot
    let bottom = top + down * (tallest + Self.lettering)
    var page = Page(width: width, height: bottom + 15 * shownFoot.count + gap)
    page.write(
      summary.title + (sheets > 1 ? " (\(sheets))" : ""), Page.Style(size: 17, isBold: true),
      x: Double(gap), y: 30, limit: room)
    for (row, line) in lines.enumerated() {
      page.write(line, small, x: Double(gap), y: Double(50 + 15 * row), limit: room)
    }
    let places = cells.enumerated().map { index, cell in
      let corner = (
        x: gap + index % across * (side + gap),
        base: top + index / across * (tallest + Self.lettering) + tallest
      )
      return (cell, corner.x, corner.base)
    }
    for (cell, x, base) in places {
      page.write(
        cell.title, Page.Style(size: 11, isBold: true), x: Double(x), y: Double(base + 14),
        limit: Double(side))
      page.write(
        cell.words, Page.Style(size: 11), x: Double(x), y: Double(base + 28), limit: Double(side))
    }
    for (row, line) in shownFoot.enumerated() {
      page.write(line, small, x: Double(gap), y: Double(bottom + 12 + 15 * row), limit: room)
    }
    var picture = try page.picture()
    for (cell, x, base) in places {
      picture.place(
        cell.picture, x: x + (side - cell.picture.width) / 2, y: base - cell.picture.height)
    }
    return picture
  }

  /// Names of the facts that a sheet shows.
  private static let shownFacts: Set = [
    "Checkpoint", "SHA-256 of the checkpoint", "Method", "Layer", "Made with",
  ]
}

extension Picture {
  /// The part above the legend: as large as `photograph`, which has none.
  fileprivate func withoutLegend(_ photograph: ReportFigure?) -> Picture {
    guard let photograph, photograph.width <= width, photograph.height <= height else {
      return self
    }
    return cropped(
      to: PixelRectangle(
        x: (width - photograph.width) / 2, y: 0, width: photograph.width,
        height: photograph.height))
  }
}
