import Support

/// A Markdown file with its pictures in a folder next to it.
struct MarkdownReport: MarkupReport {
  static let name = "markdown"
  static let fileExtensions = ["md", "markdown"]
  static let standardFileName = "report.md"
  static let gap = "\n"
  static let ends = (page: "", file: "")
  static let hasCommandsApart = true

  var text: SpooledText

  static func page(_ page: ReportPage) -> String {
    "\n## \(page.number). \(page.name.escapedForMarkdown)\n\n"
  }

  static func predictions(_ predictions: [ReportPage.Prediction]) -> String {
    let rows = predictions.map { item in
      let blocks = String(repeating: "█", count: Int((item.share * 20).rounded()))
      return "| \(item.index) | \(item.label.escapedForMarkdown) "
        + "| \(item.answer) | \(blocks) "
        + "| \(NumberText.fixed(item.logit, 3)) |\n"
    }
    return "\n### Predictions\n\n"
      + "| Index | Class | \(predictions.answerTitle) | | Logit |\n|---:|---|---:|---|---:|\n"
      + rows.joined()
      + "\n"
  }

  private static func figure(_ figure: ReportFigure, _ files: ReportFiles) throws(Failure) -> String
  {
    "\n![\(figure.alternative.escapedForMarkdown)](\(try files.save(figure)))\n\n"
      + "*\(figure.caption.escapedForMarkdown)*\n\n"
  }

  static func head(_ text: SpooledText, _ outcome: ReportOutcome, warnings: String) -> String {
    """
    # \(text.summary.title.escapedForMarkdown)

    \(outcome.words) · \(text.summary.network.escapedForMarkdown) · Effscope \
    \(ToolVersion.current) · \(text.summary.date)

    \(warnings)
    """
  }

  static func section(_ name: String, _ title: String, _ content: String) -> String {
    "## \(title)\n\n" + content
  }

  static func entries(_ outcome: ReportOutcome) -> String {
    let rows = outcome.entries.map { entry in
      "| \(entry.number) | \(entry.image.escapedForMarkdown) "
        + "| \(entry.best?.title.escapedForMarkdown ?? "") "
        + "| \(entry.best?.answer ?? "") |\n"
    }
    return
      "| Number | Image | Class | \(outcome.entries.compactMap(\.best).answerTitle) |\n|---:|---|---|---:|\n"
      + rows.joined()
  }

  static func table(_ summary: ReportSummary) -> String {
    "\n\(summary.network.escapedForMarkdown)\n\n" + row(summary.columns)
      + "|" + summary.columns.indices.map { $0 > 1 ? "---:|" : "---|" }.joined() + "\n"
      + summary.rows.map(row).joined() + "\n\(summary.totals)\n\n"
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.map(\.escapedForMarkdown).joined(separator: " | ") + " |\n"
  }

  static func pictures(_ page: ReportPage, _ files: ReportFiles) throws(Failure) -> String {
    var text = ""
    for explanation in page.explanations {
      text += "\n### \(explanation.heading.escapedForMarkdown)\n\n"
      for item in explanation.figures { text += try figure(item, files) }
      text += list(explanation.facts)
    }
    return text
  }

  static func escaped(_ text: String) -> String { text.escapedForMarkdown }

  static func warning(_ text: String) -> String { "**\(text.escapedForMarkdown)**\n\n" }

  static func paragraph(_ text: String) -> String { "\n\(text)\n\n" }

  static func list(_ facts: [ReportFact]) -> String {
    facts.map { "- \($0.name.escapedForMarkdown): \($0.value.escapedForMarkdown)\n" }.joined()
  }

  /// A code block with a fence longer than any run of backticks in the line.
  static func command(_ line: String) -> String {
    let runs = line.split { $0 != "`" }.map(\.count)
    let fence = String(repeating: "`", count: max(2, runs.max() ?? 0) + 1)
    return "\(fence)sh\n\(line)\n\(fence)\n"
  }
}
