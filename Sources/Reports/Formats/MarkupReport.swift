import Glibc
import Support

/// A format of text: the parts of a report in their order, in the markup of the conforming type.
protocol MarkupReport: ReportFormat {
  var text: SpooledText { get set }
  init(text: SpooledText)

  /// The start of the file: title, date, `warnings`.
  static func head(_ text: SpooledText, _ outcome: ReportOutcome, warnings: String) -> String
  static func section(_ name: String, _ title: String, _ content: String) -> String
  /// The text between two sections.
  static var gap: String { get }
  /// The best class of each image.
  static func entries(_ outcome: ReportOutcome) -> String
  /// The network's table with its totals.
  static func table(_ summary: ReportSummary) -> String

  static func page(_ page: ReportPage) -> String
  static func predictions(_ predictions: [ReportPage.Prediction]) -> String
  /// The pictures of a page, and the facts of its explanations.
  static func pictures(_ page: ReportPage, _ files: ReportFiles) throws(Failure) -> String
  /// The ends of a page and of the file.
  static var ends: (page: String, file: String) { get }
  /// True if the command lines stand at the end and not beside what they make.
  static var hasCommandsApart: Bool { get }

  static func warning(_ text: String) -> String
  static func escaped(_ text: String) -> String
  static func paragraph(_ text: String) -> String
  static func list(_ facts: [ReportFact]) -> String
  static func command(_ line: String) -> String
}

extension MarkupReport {
  init(_ summary: ReportSummary, files: ReportFiles) throws(Failure) {
    self.init(text: try SpooledText(summary, files))
  }

  mutating func add(_ page: ReportPage) throws(Failure) {
    try text.write(
      Self.page(page) + (page.isUntrained ? Self.warning(ReportSummary.untrained) : "")
        + Self.pictures(page, text.files) + Self.predictions(page.predictions)
        + (Self.hasCommandsApart ? "" : Self.command(page.command)) + Self.list(page.facts)
        + Self.ends.page)
    if Self.hasCommandsApart { text.commands += page.commands }
  }

  mutating func finish(_ outcome: ReportOutcome) throws(Failure) {
    let summary = text.summary
    let warnings = summary.allWarnings.map(Self.warning).joined()
    var sections: [String] = []
    if !outcome.problems.isEmpty {
      sections.append(
        Self.section("problems", ReportOutcome.problemTitle, Self.list(outcome.problemFacts)))
    }
    sections.append(Self.section("images", "Images", Self.entries(outcome)))
    sections.append(
      Self.section(
        "settings", ReportSummary.settingsTitle,
        Self.list(summary.facts) + Self.table(summary) + Self.command(summary.tableCommand)
          + Self.paragraph(ReportSummary.reproduction) + Self.command(summary.command)))
    if !text.commands.isEmpty {
      sections.append(
        Self.section(
          "commands", ReportSummary.commandsTitle,
          text.commands.map { Self.paragraph(Self.escaped($0.name)) + Self.command($0.value) }
            .joined()))
    }
    try text.finish(
      Self.head(text, outcome, warnings: warnings),
      Self.gap + sections.joined(separator: Self.gap) + Self.ends.file)
  }
}

/// Spools pages to a temporary file, because the text before them is known only at the end.
struct SpooledText {
  let summary: ReportSummary
  let files: ReportFiles
  /// What each command line makes, and the line.
  var commands: [ReportFact] = []
  private let spool: ReportFile

  private var spoolName: String { files.name + ".pages" }

  init(_ summary: ReportSummary, _ files: ReportFiles) throws(Failure) {
    self.summary = summary
    self.files = files
    spool = try files.create("\(files.name).pages")
  }

  func write(_ text: String) throws(Failure) { try spool.write(text) }

  /// Writes the main file: `head`, the pages, `tail`.
  func finish(_ head: String, _ tail: String) throws(Failure) {
    try spool.close()
    let file = try files.create(files.name)
    try file.write(head)
    try file.append(contentsOf: "\(files.folder)/\(spoolName)")
    try file.write(tail)
    try file.close()
    unlink("\(files.folder)/\(spoolName)".rawPath)
  }
}
