import Foundation
import Support

/// A self-contained HTML file: embedded pictures, no script, light, dark and print styles.
struct HTMLReport: ReportFormat {
  static let name = "html"
  static let fileExtensions = ["html", "htm"]
  static let standardFileName = "report.html"

  private let summary: ReportSummary
  private let pages: SpooledText

  init(_ summary: ReportSummary, files: ReportFiles) throws(Failure) {
    self.summary = summary
    pages = try SpooledText(files)
  }

  mutating func add(_ page: ReportPage) throws(Failure) {
    var html = "<section class=\"image\" id=\"image-\(page.number)\">\n"
    html += "<h2>\(page.number). \(page.name.escapedForHTML)</h2>\n"
    if page.isUntrained { html += Self.warning(ReportSummary.untrained) }
    html += Self.list(page.facts)
    html += "<h3>Predictions</h3>\n" + Self.table(page.predictions) + Self.command(page.command)
    try pages.write(html)
    for explanation in page.explanations {
      try pages.write(
        "<div class=\"explanation\">\n<h3>\(explanation.heading.escapedForHTML)</h3>\n"
          + Self.list(explanation.facts)
          + "<div class=\"figures\">\n")
      for figure in explanation.figures { try pages.write(Self.figure(figure)) }
      try pages.write("</div>\n</div>\n")
    }
    try pages.write("</section>\n")
  }

  mutating func finish(_ outcome: ReportOutcome) throws(Failure) {
    try pages.finish(head(outcome), "</main>\n</body>\n</html>\n")
  }

  private func head(_ outcome: ReportOutcome) -> String {
    var html = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
      style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="Effscope \(ToolVersion.current)">
      <link rel="icon" href="data:,">
      <title>\(summary.title.escapedForHTML)</title>
      <style>
      \(HTMLStyle.sheet)
      </style>
      </head>
      <body>
      <header>
      <h1>\(summary.title.escapedForHTML)</h1>
      <p>\(outcome.words) · \(summary.network.escapedForHTML) · Effscope \(ToolVersion.current) · \
      \(summary.date.escapedForHTML)</p>

      """
    if summary.isUntrained { html += Self.warning(ReportSummary.untrained) }
    for line in summary.warnings { html += Self.warning(line) }
    html += "</header>\n<main>\n"
    if !outcome.problems.isEmpty {
      html += "<section id=\"problems\">\n<h2>Images that could not be done</h2>\n"
      html += Self.list(outcome.problemFacts) + "</section>\n"
    }
    html += "<section id=\"images\">\n<h2>Images</h2>\n" + Self.table(outcome.entries)
    html += "</section>\n<section id=\"settings\">\n<h2>Network and settings</h2>\n"
    html += Self.list(summary.facts) + networkTable + Self.command(summary.tableCommand)
    html += """
      <p>Each command line makes the picture or the numbers above it again, run in the folder in which \
      the report was made. The report itself:</p>
      \(Self.command(summary.command))</section>

      """
    return html
  }

  private var networkTable: String {
    func cells(_ cells: [String], _ tag: String, scope: String?) -> String {
      cells.enumerated().map { index, text in
        let isHead = tag == "th" || index == 0
        let scope = isHead ? " scope=\"\(scope ?? "row")\"" : ""
        let kind = index > 1 ? " class=\"number\"" : ""
        return "<\(isHead ? "th" : "td")\(scope)\(kind)>\(text.escapedForHTML)"
          + "</\(isHead ? "th" : "td")>"
      }.joined()
    }
    return "<div class=\"scroll\"><table>\n<caption>\(summary.network.escapedForHTML)</caption>\n"
      + "<thead><tr>\(cells(summary.columns, "th", scope: "col"))</tr></thead>\n<tbody>\n"
      + summary.rows.map { "<tr>\(cells($0, "td", scope: nil))</tr>\n" }.joined()
      + "</tbody>\n</table></div>\n<p>\(summary.totals.escapedForHTML)</p>\n"
  }

  private static func warning(_ text: String) -> String {
    "<p class=\"warning\" role=\"note\">\(text.escapedForHTML)</p>\n"
  }

  private static func command(_ line: String) -> String {
    "<pre><code>\(line.escapedForHTML)</code></pre>\n"
  }

  private static func list(_ facts: [ReportFact]) -> String {
    "<dl>\n"
      + facts.map {
        "<dt>\($0.name.escapedForHTML)</dt><dd>\($0.value.escapedForHTML)</dd>\n"
      }.joined() + "</dl>\n"
  }

  private static func table(_ predictions: [ReportPage.Prediction]) -> String {
    let rows = predictions.map { item in
      let percent = NumberText.fixed(item.probability * 100, 1)
      return "<tr><td class=\"number\">\(item.index)</td>"
        + "<th scope=\"row\">\(item.label.escapedForHTML)</th>"
        + "<td class=\"number\">\(percent)&nbsp;%</td>"
        + "<td class=\"bar\" aria-hidden=\"true\"><span style=\"width: \(percent)%\"></span></td>"
        + "<td class=\"number\">\(NumberText.fixed(item.logit, 3))</td></tr>\n"
    }
    return "<div class=\"scroll\"><table>\n<caption>Most probable classes</caption>\n<thead><tr>"
      + "<th scope=\"col\" class=\"number\">Index</th><th scope=\"col\">Class</th>"
      + "<th scope=\"col\" class=\"number\">Probability</th>"
      + "<td class=\"bar\" aria-hidden=\"true\"></td>"
      + "<th scope=\"col\" class=\"number\">Logit</th></tr></thead>\n<tbody>\n"
      + rows.joined() + "</tbody>\n</table></div>\n"
  }

  private static func table(_ entries: [ReportOutcome.Entry]) -> String {
    let rows = entries.map { entry in
      "<tr><td class=\"number\">\(entry.number)</td><th scope=\"row\">"
        + "<a href=\"#image-\(entry.number)\">\(entry.image.escapedForHTML)</a></th>"
        + "<td>\(entry.best.map { "\($0.index) \($0.label)" }?.escapedForHTML ?? "")</td>"
        + "<td class=\"number\">"
        + "\(entry.best.map { NumberText.fixed($0.probability * 100, 1) + "&nbsp;%" } ?? "")</td></tr>\n"
    }
    return "<div class=\"scroll\"><table>\n<caption>Best class of each image</caption>\n<thead><tr>"
      + "<th scope=\"col\" class=\"number\">Number</th><th scope=\"col\">Image</th>"
      + "<th scope=\"col\">Class</th><th scope=\"col\" class=\"number\">Probability</th>"
      + "</tr></thead>\n<tbody>\n" + rows.joined() + "</tbody>\n</table></div>\n"
  }

  private static func figure(_ figure: ReportFigure) -> String {
    "<figure>\n<img src=\"data:image/png;base64,\(Data(figure.png).base64EncodedString())\" "
      + "width=\"\(figure.width)\" height=\"\(figure.height)\" "
      + "alt=\"\(figure.alternative.escapedForHTML)\">\n"
      + "<figcaption>\(figure.caption.escapedForHTML)\n\(command(figure.command))</figcaption>\n"
      + "</figure>\n"
  }
}
