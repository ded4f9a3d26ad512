import Figures
import Imaging
import Support

/// A PDF for print: the images, several on a page, then the list of all, numbers, network, commands.
struct PDFReport: ReportFormat {
  static let name = "pdf"
  static let fileExtensions = ["pdf"]
  static let standardFileName = "report.pdf"

  private let summary: ReportSummary
  private let sink: Sink
  private var flow: PDFFlow
  /// The numbers of each image, and what each command line makes: for the end of the document.
  private var numbers: [(title: String, facts: [ReportFact])] = []
  private var commands: [ReportFact] = []

  init(_ summary: ReportSummary, files: ReportFiles) throws(Failure) {
    self.summary = summary
    let sink = Sink(try files.create(files.name))
    self.sink = sink
    do throws(FiguresError) {
      flow = PDFFlow(
        document: try PDFDocument(
          metadata: PDFDocument.Metadata(
            title: summary.title, creator: "Effscope \(ToolVersion.current)", date: summary.date)
        ) { sink.write($0) }, footing: summary.title)
    } catch {
      throw Failure(error, what: "can't draw the report")
    }
    flow.heading(summary.title, size: 16)
    flow.paragraph(
      "\(summary.images) image\(summary.images == 1 ? "" : "s") · \(summary.network) · "
        + "\(summary.date)", PDFFlow.label)
    for line in summary.allWarnings { warn(line) }
    try sink.check()
  }

  mutating func add(_ page: ReportPage) throws(Failure) {
    let figures = page.explanations.flatMap(\.figures)
    let rows = figureRows(figures)
    // Keeps the heading, the first pictures and the predictions together.
    flow.need(44 + (rows.first.map(Self.height) ?? 0) + 11 * Double(page.predictions.count))
    flow.document.addOutline("\(page.number). \(page.name)")
    flow.line("\(page.number). \(page.name)", size: 12)
    if page.isUntrained { warn(ReportSummary.untrained) }
    if let truth = page.truth { flow.paragraph(truth) }
    for row in rows { try draw(row) }
    for item in page.predictions { draw(item) }
    flow.space(10)
    numbers.append(("\(page.number). \(page.name)", page.facts))
    for explanation in page.explanations {
      numbers.append((explanation.heading, explanation.facts))
    }
    commands += page.commands
    try sink.check()
  }

  /// Draws one class: index, name, probability, bar, logit.
  private mutating func draw(_ item: ReportPage.Prediction) {
    flow.need(11)
    let (document, left, base) = (flow.document, PDFFlow.margin, flow.y + 8)
    func right(_ text: String, _ style: Page.Style, _ x: Double) {
      document.write(text, style, x: left + x, y: base, alignment: 1)
    }
    right(String(item.index), PDFFlow.small, 24)
    document.write(item.label, PDFFlow.small, x: left + 32, y: base, limit: 200)
    right(item.answer, PDFFlow.small, 280)
    document.fill(
      PDFFlow.bar, x: left + 290, y: flow.y + 2, width: max(0.4, 150 * item.share), height: 7)
    right(NumberText.fixed(item.logit, 3), PDFFlow.small, flow.width)
    flow.space(11)
  }

  /// A figure with its letter and caption below it; sizes in points.
  private struct Cell {
    var figure: ReportFigure
    var height: Double
    var caption: [String]

    var whole: Double { height + Double(caption.count) * 9 + 8 }
  }

  private static let gap = 12.0

  /// Width in points of a figure, three in a row.
  private var figureWidth: Double { (flow.width - 2 * Self.gap) / 3 }

  /// Rows of up to three figures side by side.
  private func figureRows(_ figures: [ReportFigure]) -> [[Cell]] {
    let width = figureWidth
    let cells = figures.enumerated().map { index, figure in
      let letter = index < 26 ? "(\(UnicodeScalar(UInt8(97 + index)))) " : ""
      return Cell(
        figure: figure, height: min(width * Double(figure.height) / Double(figure.width), 230),
        caption: flow.document.lines(of: letter + figure.caption, PDFFlow.small, width: width))
    }
    return stride(from: 0, to: cells.count, by: 3).map {
      Array(cells[$0..<min($0 + 3, cells.count)])
    }
  }

  private static func height(_ row: [Cell]) -> Double { (row.map(\.whole).max() ?? 0) + 4 }

  private mutating func draw(_ row: [Cell]) throws(Failure) {
    flow.need(Self.height(row))
    for (index, cell) in row.enumerated() {
      let figure = cell.figure
      let x = PDFFlow.margin + Double(index) * (figureWidth + Self.gap)
      flow.document.place(
        try figure.decoded(), x: x, y: flow.y,
        width: cell.height * Double(figure.width) / Double(figure.height), height: cell.height)
      for (line, text) in cell.caption.enumerated() {
        flow.document.write(
          text, PDFFlow.small, x: x, y: flow.y + cell.height + 10 + 9 * Double(line))
      }
    }
    flow.space(Self.height(row))
  }

  private mutating func warn(_ text: String) {
    flow.paragraph(text, Page.Style(size: 9, isBold: true, color: PDFFlow.warning))
  }

  mutating func finish(_ outcome: ReportOutcome) throws(Failure) {
    section("All images")
    flow.paragraph(outcome.words)
    if !outcome.problems.isEmpty {
      flow.heading(ReportOutcome.problemTitle, size: 11)
      flow.facts(outcome.problemFacts)
    }
    flow.facts(outcome.entryFacts)
    section("Numbers")
    for (title, facts) in numbers {
      flow.line(title, size: 9)
      flow.facts(facts)
    }
    section(ReportSummary.settingsTitle)
    flow.facts(summary.facts)
    flow.heading(summary.network, size: 10)
    flow.table(summary.columns, summary.rows, words: 2)
    flow.paragraph(summary.totals)
    flow.command(summary.tableCommand)
    section(ReportSummary.commandsTitle)
    flow.paragraph(ReportSummary.reproduction)
    flow.command(summary.command)
    for fact in commands {
      flow.line(fact.name, size: 7.5)
      flow.command(fact.value)
    }
    flow.drawFoot()
    let isWhole = flow.document.finish()
    try sink.check()
    guard isWhole else {
      throw Failure(.software, "can't write the report", because: "cairo could not end the PDF")
    }
    try sink.file.close()
  }

  private mutating func section(_ title: String) {
    flow.heading(title, size: 13)
    flow.document.addOutline(title)
  }
}

/// Writes the document's bytes to the file and keeps the first failure.
private final class Sink {
  let file: ReportFile
  private var failure: Failure?

  init(_ file: ReportFile) { self.file = file }

  func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    do throws(Failure) {
      try file.write(Array(bytes))
      return true
    } catch {
      failure = failure ?? error
      return false
    }
  }

  func check() throws(Failure) { if let failure { throw failure } }
}
