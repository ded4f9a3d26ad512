import Foundation
import Support

/// A self-contained HTML file: embedded pictures, no script, light, dark and print styles.
struct HTMLReport: MarkupReport {
  static let name = "html"
  static let fileExtensions = ["html", "htm"]
  static let standardFileName = "report.html"

  static let gap = ""
  static let ends = (page: "</section>\n", file: "</main>\n</body>\n</html>\n")
  /// They stand closed below each picture, and open where the reader asks.
  static let hasCommandsApart = false

  var text: SpooledText

  static func page(_ page: ReportPage) -> String {
    "<section class=\"image\" id=\"image-\(page.number)\">\n"
      + "<h2>\(page.number). \(page.name.escapedForHTML)</h2>\n"
  }

  static func pictures(_ page: ReportPage, _ files: ReportFiles) throws(Failure) -> String {
    page.explanations.map { explanation in
      "<div class=\"explanation\">\n<h3>\(explanation.heading.escapedForHTML)</h3>\n"
        + "<div class=\"figures\">\n" + explanation.figures.map(figure).joined() + "</div>\n"
        + list(explanation.facts) + "</div>\n"
    }.joined()
  }

  static func escaped(_ text: String) -> String { text.escapedForHTML }

  static func head(_ text: SpooledText, _ outcome: ReportOutcome, warnings: String) -> String {
    let summary = text.summary
    return """
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
      \(warnings)</header>
      <main>

      """
  }

  static func section(_ name: String, _ title: String, _ content: String) -> String {
    "<section id=\"\(name)\">\n<h2>\(title)</h2>\n\(content)</section>\n"
  }

  static func paragraph(_ text: String) -> String { "<p>\(text)</p>\n" }

  static func table(_ summary: ReportSummary) -> String {
    func cells(_ cells: [String], isHead: Bool = false) -> String {
      cells.enumerated().map { index, text in
        let tag = isHead || index == 0 ? "th" : "td"
        let scope = isHead ? " scope=\"col\"" : index == 0 ? " scope=\"row\"" : ""
        let kind = index > 1 ? " class=\"number\"" : ""
        return "<\(tag)\(scope)\(kind)>\(text.escapedForHTML)</\(tag)>"
      }.joined()
    }
    return table(
      summary.network.escapedForHTML, cells(summary.columns, isHead: true),
      summary.rows.map { cells($0) }) + paragraph(summary.totals.escapedForHTML)
  }

  private static func table(_ caption: String, _ head: String, _ rows: [String]) -> String {
    "<div class=\"scroll\"><table>\n<caption>\(caption)</caption>\n<thead><tr>\(head)</tr></thead>\n"
      + "<tbody>\n\(rows.map { "<tr>\($0)</tr>\n" }.joined())</tbody>\n</table></div>\n"
  }

  static func warning(_ text: String) -> String {
    "<p class=\"warning\" role=\"note\">\(text.escapedForHTML)</p>\n"
  }

  static func command(_ line: String) -> String {
    "<details><summary>Command</summary><pre><code>\(line.escapedForHTML)</code></pre></details>\n"
  }

  static func list(_ facts: [ReportFact]) -> String {
    let rows = facts.map {
      "<dt>\($0.name.escapedForHTML)</dt><dd>\($0.value.escapedForHTML)</dd>\n"
    }
    return "<dl>\n\(rows.joined())</dl>\n"
  }

  static func predictions(_ predictions: [ReportPage.Prediction]) -> String {
    let rows = predictions.map { item in
      let percent = NumberText.fixed(item.share * 100, 1)
      return "<td class=\"number\">\(item.index)</td>"
        + "<th scope=\"row\">\(item.label.escapedForHTML)</th>"
        + "<td class=\"number\">\(item.answer.replacing(" ", with: "&nbsp;"))</td>"
        + "<td class=\"bar\" aria-hidden=\"true\"><span style=\"width: \(percent)%\"></span></td>"
        + "<td class=\"number\">\(NumberText.fixed(item.logit, 3))</td>"
    }
    return "<h3>Predictions</h3>\n"
      + table(
        predictions.hasProbabilities ? "Classes by probability" : "Classes by output",
        "<th scope=\"col\" class=\"number\">Index</th><th scope=\"col\">Class</th>"
          + "<th scope=\"col\" class=\"number\">\(predictions.answerTitle)</th>"
          + "<td class=\"bar\" aria-hidden=\"true\"></td>"
          + "<th scope=\"col\" class=\"number\">Logit</th>", rows)
  }

  static func entries(_ outcome: ReportOutcome) -> String {
    let rows = outcome.entries.map { entry in
      "<td class=\"number\">\(entry.number)</td><th scope=\"row\">"
        + "<a href=\"#image-\(entry.number)\">\(entry.image.escapedForHTML)</a></th>"
        + "<td>\(entry.best?.title.escapedForHTML ?? "")</td><td class=\"number\">"
        + "\(entry.best?.answer.replacing(" ", with: "&nbsp;") ?? "")</td>"
    }
    return table(
      "Best class of each image",
      "<th scope=\"col\" class=\"number\">Number</th><th scope=\"col\">Image</th>"
        + "<th scope=\"col\">Class</th><th scope=\"col\" class=\"number\">"
        + "\(outcome.entries.compactMap(\.best).answerTitle)</th>", rows)
  }

  private static func figure(_ figure: ReportFigure) -> String {
    "<figure>\n<img src=\"data:image/png;base64,\(Data(figure.png).base64EncodedString())\" "
      + "width=\"\(figure.width)\" height=\"\(figure.height)\" "
      + "alt=\"\(figure.alternative.escapedForHTML)\">\n"
      + "<figcaption>\(figure.caption.escapedForHTML)\n\(command(figure.command))</figcaption>\n"
      + "</figure>\n"
  }
}
