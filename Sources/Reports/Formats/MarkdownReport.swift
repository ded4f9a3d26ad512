import Support

/// A Markdown file with its pictures in a folder next to it.
struct MarkdownReport: ReportFormat {
  static let name = "markdown"
  static let fileExtensions = ["md", "markdown"]
  static let standardFileName = "report.md"

  private let summary: ReportSummary
  private let files: ReportFiles
  private let pages: SpooledText

  init(_ summary: ReportSummary, files: ReportFiles) throws(Failure) {
    self.summary = summary
    self.files = files
    pages = try SpooledText(files)
  }

  mutating func add(_ page: ReportPage) throws(Failure) {
    var text = "\n## \(page.number). \(page.name.escapedForMarkdown)\n\n"
    if page.isUntrained { text += "**\(ReportSummary.untrained)**\n\n" }
    text += Self.list(page.facts) + "\n### Predictions\n\n"
    text += "| Index | Class | Probability | | Logit |\n|---:|---|---:|---|---:|\n"
    for item in page.predictions {
      let blocks = String(repeating: "█", count: Int((item.probability * 20).rounded()))
      text +=
        "| \(item.index) | \(item.label.escapedForMarkdown) "
        + "| \(NumberText.fixed(item.probability * 100, 1)) % | \(blocks) "
        + "| \(NumberText.fixed(item.logit, 3)) |\n"
    }
    text += "\n" + Self.command(page.command)
    for explanation in page.explanations {
      text += "\n### \(explanation.heading.escapedForMarkdown)\n\n" + Self.list(explanation.facts)
      for figure in explanation.figures {
        let path = try files.save(figure)
        text +=
          "\n![\(figure.alternative.escapedForMarkdown)](\(path))\n\n"
          + "*\(figure.caption.escapedForMarkdown)*\n\n" + Self.command(figure.command)
      }
    }
    try pages.write(text)
  }

  mutating func finish(_ outcome: ReportOutcome) throws(Failure) {
    var head = "# \(summary.title.escapedForMarkdown)\n\n"
    head += "\(outcome.words) · \(summary.network.escapedForMarkdown) · Effscope "
    head += "\(ToolVersion.current) · \(summary.date)\n\n"
    if summary.isUntrained { head += "**\(ReportSummary.untrained)**\n\n" }
    for line in summary.warnings { head += "**\(line.escapedForMarkdown)**\n\n" }
    if !outcome.problems.isEmpty {
      head += "## Images that could not be done\n\n"
      for problem in outcome.problems {
        head += "- \(problem.image.escapedForMarkdown): \(problem.reason.escapedForMarkdown)\n"
      }
      head += "\n"
    }
    head += "## Images\n\n| Number | Image | Class | Probability |\n|---:|---|---|---:|\n"
    for entry in outcome.entries {
      head += "| \(entry.number) | \(entry.image.escapedForMarkdown) "
      head += "| \(entry.best.map { "\($0.index) \($0.label.escapedForMarkdown)" } ?? "") "
      head += "| \(entry.best.map { NumberText.fixed($0.probability * 100, 1) + " %" } ?? "") |\n"
    }
    head += "\n## Network and settings\n\n" + Self.list(summary.facts)
    head += "\n\(summary.network.escapedForMarkdown)\n\n"
    head += Self.row(summary.columns)
    head += "|" + summary.columns.indices.map { $0 > 1 ? "---:|" : "---|" }.joined() + "\n"
    head += summary.rows.map(Self.row).joined() + "\n\(summary.totals)\n\n"
    head += Self.command(summary.tableCommand)
    head +=
      "\nEach command line makes the picture or the numbers above it again, run in the folder "
    head += "in which the report was made. The report itself:\n\n" + Self.command(summary.command)
    try pages.finish(head, "")
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.map(\.escapedForMarkdown).joined(separator: " | ") + " |\n"
  }

  private static func list(_ facts: [ReportFact]) -> String {
    facts.map { "- \($0.name.escapedForMarkdown): \($0.value.escapedForMarkdown)\n" }.joined()
  }

  /// A code block with a fence longer than any run of backticks in the line.
  private static func command(_ line: String) -> String {
    var longest = 2
    var run = 0
    for character in line {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)sh\n\(line)\n\(fence)\n"
  }
}

extension String {
  /// The text escaped for Markdown and the HTML in it.
  var escapedForMarkdown: String {
    var escaped = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case "\\", "`", "*", "_", "[", "]", "#", "|", "~", "!", ">", "$":
        escaped += "\\" + String(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
