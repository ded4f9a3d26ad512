import Support

/// A LaTeX snippet for `\input` that includes pictures from a folder next to it.
struct LaTeXReport: MarkupReport {
  var text: SpooledText

  static let name = "latex"
  static let fileExtensions = ["tex"]
  static let standardFileName = "report.tex"
  static let ends = (page: "", file: "\\clearpage\n")
  static let hasCommandsApart = true
  static let gap = ""

  static func head(_ text: SpooledText, _ outcome: ReportOutcome, warnings: String) -> String {
    """
    % Made by Effscope \(ToolVersion.current). In the preamble: \\usepackage{graphicx}
    % Where it is to appear: \\input{\(text.files.stem)}; from another folder also \\graphicspath{{FOLDER/}}.
    % Characters that pdfLaTeX has no letters for stand as numbers; the comments have them as they are.
    \\section*{\(text.summary.title.escapedForLaTeX)}
    \(outcome.words.escapedForLaTeX). \(text.summary.network.escapedForLaTeX). \
    Effscope \(ToolVersion.current), \(text.summary.date.escapedForLaTeX).
    \(warnings)
    """
  }

  static func page(_ page: ReportPage) -> String {
    "\n\\subsection*{\(page.number). \(page.name.escapedForLaTeX)}\n"
  }

  static func predictions(_ predictions: [ReportPage.Prediction]) -> String {
    let rows = predictions.map { item in
      "\(item.index) & \\raggedright \(item.label.escapedForLaTeX) "
        + "& \(item.answer.replacing(" %", with: "\\,\\%")) "
        + "& \\rule{\(NumberText.fixed(item.share * 0.2, 4))\\linewidth}{1.2ex} "
        + "& \(NumberText.fixed(item.logit, 3)) \\\\\n"
    }
    return "\\begin{center}\n\\begin{tabular}{@{}rp{.36\\linewidth}rlr@{}}\n"
      + "Index & Class & \(predictions.answerTitle) & & Logit \\\\ \\hline\n" + rows.joined()
      + "\\end{tabular}\n\\end{center}\n"
  }

  /// The figures of an image in one float, lettered, three in a row; more than nine in several.
  static func pictures(_ page: ReportPage, _ files: ReportFiles) throws(Failure) -> String {
    let figures = page.explanations.flatMap(\.figures)
    var text = ""
    for start in stride(from: 0, to: figures.count, by: 9) {
      let part = figures[start..<min(start + 9, figures.count)]
      let label = "fig:\(files.stem)-\(page.number)" + (start == 0 ? "" : "-\(start / 9 + 1)")
      text += "\\begin{figure}[htbp]\n\\centering\n"
      for (index, figure) in part.enumerated() {
        text += try subfigure(figure, index, files)
        text += index % 3 == 2 ? "\\par\\medskip\n" : "\\hfill\n"
      }
      let words = ["\(page.number). \(page.name)"] + page.explanations.map(\.heading)
      text +=
        "\\caption{\((words + [page.truth].compactMap(\.self)).joined(separator: "; ").escapedForLaTeX).}\n"
        + "\\label{\(label)}\n\\end{figure}\n"
    }
    for explanation in page.explanations {
      text += "\\subsubsection*{\(explanation.heading.escapedForLaTeX)}\n" + list(explanation.facts)
    }
    return text
  }

  private static func subfigure(
    _ figure: ReportFigure, _ index: Int, _ files: ReportFiles
  ) throws(Failure) -> String {
    let letter = String(UnicodeScalar(UInt8(97 + index)))
    let size = "width=\\linewidth,height=.3\\textheight,keepaspectratio"
    return """
      \\begin{minipage}[t]{.32\\linewidth}\\centering
      \\includegraphics[\(size)]{\(try files.save(figure))}\\par\\smallskip
      {\\footnotesize (\(letter)) \(figure.caption.escapedForLaTeX)\\par}
      \\end{minipage}
      """
  }

  static func escaped(_ text: String) -> String { text.escapedForLaTeX }

  static func section(_ name: String, _ title: String, _ content: String) -> String {
    "\\subsection*{\(title)}\n" + content
  }

  static func entries(_ outcome: ReportOutcome) -> String { list(outcome.entryFacts) }

  static func table(_ summary: ReportSummary) -> String {
    "\\begin{center}\\scriptsize\\setlength{\\tabcolsep}{4pt}\n\\begin{tabular}{@{}ll"
      + summary.columns.dropFirst(2).map { _ in "r" }.joined() + "@{}}\n"
      + row(summary.columns) + " \\hline\n" + summary.rows.map { row($0) + "\n" }.joined()
      + "\\end{tabular}\n\\end{center}\n\(summary.totals.escapedForLaTeX)\n"
  }

  private static func row(_ cells: [String]) -> String {
    cells.map(\.escapedForLaTeX).joined(separator: " & ") + " \\\\"
  }

  static func warning(_ text: String) -> String {
    "\\par\\noindent\\textbf{\(text.escapedForLaTeX)}\\par\n"
  }

  static func paragraph(_ text: String) -> String { text + "\n" }

  /// Facts as lines; digests may break in the middle.
  static func list(_ facts: [ReportFact]) -> String {
    let lines = facts.map { fact in
      "\\textbf{\(fact.name.escapedForLaTeX)}: \(breakable(fact.value.escapedForLaTeX))"
    }
    return "{\\small\\raggedright\\noindent\n" + lines.joined(separator: " \\\\\n") + "\\par}\n"
  }

  /// Adds a break point to a SHA-256.
  private static func breakable(_ text: String) -> String {
    guard text.count == 64, text.allSatisfy(\.isHexDigit) else { return text }
    return "\\texttt{\(text.prefix(32))\\allowbreak \(text.dropFirst(32))}"
  }

  /// A command line, verbatim in a comment and escaped as visible text.
  static func command(_ line: String) -> String {
    "% \(line)\n{\\footnotesize\\ttfamily\\raggedright\\noindent \(line.escapedForLaTeXCode)\\par}\n"
  }
}
