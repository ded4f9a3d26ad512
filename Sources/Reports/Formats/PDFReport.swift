import Figures
import Imaging
import Support

/// A PDF for print: network and settings, then the images, then the list of all images.
struct PDFReport: ReportFormat {
  static let name = "pdf"
  static let fileExtensions = ["pdf"]
  static let standardFileName = "report.pdf"

  private let summary: ReportSummary
  private let sink: Sink
  private var flow: PDFFlow

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
    drawSummary()
    try sink.check()
  }

  private mutating func drawSummary() {
    flow.document.addOutline(ReportSummary.settingsTitle)
    flow.heading(summary.title, size: 18)
    flow.paragraph(
      "\(summary.images) image\(summary.images == 1 ? "" : "s"); the list of all, and what could not "
        + "be done, stands at the end.")
    for line in summary.allWarnings { warn(line) }
    flow.facts(summary.facts)
    flow.heading(summary.network, size: 11)
    flow.table(summary.columns, summary.rows, words: 2)
    flow.paragraph(summary.totals)
    flow.command(summary.tableCommand)
    flow.space(6)
    flow.paragraph(ReportSummary.reproduction)
    flow.command(summary.command)
  }

  mutating func add(_ page: ReportPage) throws(Failure) {
    flow.beginPage()
    flow.document.addOutline("\(page.number). \(page.name)")
    flow.heading("\(page.number). \(page.name)", size: 15)
    if page.isUntrained { warn(ReportSummary.untrained) }
    flow.facts(page.facts)
    flow.heading("Predictions", size: 11)
    for item in page.predictions { draw(item) }
    flow.space(2)
    flow.command(page.command)
    for explanation in page.explanations {
      // Keeps numbers and pictures on one page.
      let rows = figureRows(explanation.figures)
      let height = rows.first.map(Self.height) ?? 0
      flow.need(30 + 13 * Double(explanation.facts.count) + height)
      flow.heading(explanation.heading, size: 11)
      flow.facts(explanation.facts)
      for row in rows { try draw(row) }
    }
    try sink.check()
  }

  /// Draws one class: index, name, probability, bar, logit.
  private mutating func draw(_ item: ReportPage.Prediction) {
    flow.need(13)
    let (document, left, base) = (flow.document, PDFFlow.margin, flow.y + 9)
    func right(_ text: String, _ style: Page.Style, _ x: Double) {
      document.write(text, style, x: left + x, y: base, alignment: 1)
    }
    right(String(item.index), PDFFlow.label, 24)
    document.write(item.label, PDFFlow.body, x: left + 32, y: base, limit: 200)
    right(item.answer, PDFFlow.body, 280)
    document.fill(
      PDFFlow.bar, x: left + 290, y: flow.y + 2, width: max(0.4, 150 * item.share), height: 8)
    right(NumberText.fixed(item.logit, 3), PDFFlow.label, flow.width)
    flow.space(13)
  }

  /// A figure with the lines below it; sizes in points.
  private struct Cell {
    var figure: ReportFigure
    var height: Double
    var caption, command: [String]

    var whole: Double { height + Double(caption.count) * 10 + Double(command.count) * 8.5 + 14 }
  }

  private static let gap = 12.0

  /// Width in points of a figure, three in a row.
  private var figureWidth: Double { (flow.width - 2 * Self.gap) / 3 }

  /// Rows of up to three figures side by side.
  private func figureRows(_ figures: [ReportFigure]) -> [[Cell]] {
    let width = figureWidth
    let cells = figures.map { figure in
      Cell(
        figure: figure, height: min(width * Double(figure.height) / Double(figure.width), 330),
        caption: flow.document.lines(of: figure.caption, PDFFlow.small, width: width),
        command: flow.document.lines(of: figure.command, PDFFlow.code, width: width))
    }
    return stride(from: 0, to: cells.count, by: 3).map {
      Array(cells[$0..<min($0 + 3, cells.count)])
    }
  }

  private static func height(_ row: [Cell]) -> Double { (row.map(\.whole).max() ?? 0) + 6 }

  private mutating func draw(_ row: [Cell]) throws(Failure) {
    flow.need(Self.height(row))
    for (index, cell) in row.enumerated() {
      let figure = cell.figure
      let x = PDFFlow.margin + Double(index) * (figureWidth + Self.gap)
      flow.document.place(
        try figure.decoded(), x: x, y: flow.y,
        width: cell.height * Double(figure.width) / Double(figure.height), height: cell.height)
      var y = flow.y + cell.height + 12
      for line in cell.caption {
        flow.document.write(line, PDFFlow.small, x: x, y: y)
        y += 10
      }
      for line in cell.command {
        flow.document.write(line, PDFFlow.code, x: x, y: y)
        y += 8.5
      }
    }
    flow.space(Self.height(row))
  }

  private mutating func warn(_ text: String) {
    flow.paragraph(text, Page.Style(size: 9, isBold: true, color: PDFFlow.warning))
  }

  mutating func finish(_ outcome: ReportOutcome) throws(Failure) {
    flow.beginPage()
    flow.document.addOutline("All images")
    flow.heading("All images", size: 15)
    flow.paragraph(outcome.words)
    if !outcome.problems.isEmpty {
      flow.heading(ReportOutcome.problemTitle, size: 11)
      flow.facts(outcome.problemFacts)
    }
    flow.heading("Best class of each image", size: 11)
    flow.facts(outcome.entryFacts)
    flow.drawFoot()
    let isWhole = flow.document.finish()
    try sink.check()
    guard isWhole else {
      throw Failure(.software, "can't write the report", because: "cairo could not end the PDF")
    }
    try sink.file.close()
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
