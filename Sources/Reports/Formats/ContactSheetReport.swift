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
      do throws(ImagingError) {
        let picture = try Picture.decode(overlay.png)
        let target = explanation.target
        cells.append(
          Cell(
            picture: picture.thumbnail(picture.size(fitting: PixelSize(square: Self.side))),
            title: "\(page.number). \(page.name)",
            words: "\(NumberText.percent(target.probability)) \(target.title)"))
      } catch {
        throw Failure(error, subject: overlay.fileName)
      }
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
      PNGText(keyword: "Software", text: "Effscope \(ToolVersion.current)"),
      PNGText(keyword: "effscope:kind", text: "report"),
      PNGText(keyword: "effscope:command", text: summary.command),
    ]
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
    var head =
      [summary.network] + summary.facts.filter(Self.isShown).map { "\($0.name): \($0.value)" }
    if summary.isUntrained { head.append(ReportSummary.untrained) }
    if let note { head.append(note) }
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
    for (index, cell) in cells.enumerated() {
      let corner = corner(index, across: across, top: top, height: tallest)
      page.write(
        cell.title, Page.Style(size: 11, isBold: true), x: Double(corner.x),
        y: Double(corner.y + tallest + 14), limit: Double(side))
      page.write(
        cell.words, Page.Style(size: 11), x: Double(corner.x), y: Double(corner.y + tallest + 28),
        limit: Double(side))
    }
    for (row, line) in shownFoot.enumerated() {
      page.write(line, small, x: Double(gap), y: Double(bottom + 12 + 15 * row), limit: room)
    }
    var picture = try page.picture()
    for (index, cell) in cells.enumerated() {
      let corner = corner(index, across: across, top: top, height: tallest)
      picture.place(
        cell.picture, x: corner.x + (side - cell.picture.width) / 2,
        y: corner.y + tallest - cell.picture.height)
    }
    return picture
  }

  private func corner(
    _ index: Int, across: Int, top: Int, height: Int
  ) -> (x: Int, y: Int) {
    (
      Self.gap + index % across * (Self.side + Self.gap),
      top + index / across * (height + Self.lettering)
    )
  }

  /// True for the facts that a sheet shows.
  private static func isShown(_ fact: ReportFact) -> Bool {
    ["Checkpoint", "SHA-256 of the checkpoint", "Method", "Layer", "Made with"].contains(fact.name)
  }
}
