import Support

/// A LaTeX snippet for `\input` that includes pictures from a folder next to it.
struct LaTeXReport: ReportFormat {
  static let name = "latex"
  static let fileExtensions = ["tex"]
  static let standardFileName = "report.tex"

  private let summary: ReportSummary
  private let files: ReportFiles
  private let pages: SpooledText

  init(_ summary: ReportSummary, files: ReportFiles) throws(Failure) {
    self.summary = summary
    self.files = files
    pages = try SpooledText(files)
  }

  mutating func add(_ page: ReportPage) throws(Failure) {
    var text = "\n\\clearpage\n\\subsection*{\(page.number). \(page.name.escapedForLaTeX)}\n"
    if page.isUntrained { text += Self.warning(ReportSummary.untrained) }
    text += Self.list(page.facts)
    text += "\\begin{center}\n\\begin{tabular}{@{}rp{.36\\linewidth}rlr@{}}\n"
    text += "Index & Class & Probability & & Logit \\\\ \\hline\n"
    for item in page.predictions {
      text +=
        "\(item.index) & \\raggedright \(item.label.escapedForLaTeX) "
        + "& \(NumberText.fixed(item.probability * 100, 1))\\,\\% "
        + "& \\rule{\(NumberText.fixed(item.probability * 0.2, 4))\\linewidth}{1.2ex} "
        + "& \(NumberText.fixed(item.logit, 3)) \\\\\n"
    }
    text += "\\end{tabular}\n\\end{center}\n" + Self.command(page.command)
    for explanation in page.explanations {
      text += "\\subsubsection*{\(explanation.heading.escapedForLaTeX)}\n"
      text += Self.list(explanation.facts)
      for figure in explanation.figures {
        let path = try files.save(figure)
        text += """
          \\begin{figure}[htbp]
          \\centering
          \\includegraphics[width=.6\\linewidth,height=.32\\textheight,keepaspectratio]{\(path)}
          \\caption{\(figure.caption.escapedForLaTeX)}
          \(Self.command(figure.command))\\end{figure}

          """
      }
    }
    try pages.write(text)
  }

  mutating func finish(_ outcome: ReportOutcome) throws(Failure) {
    var head = """
      % Made by Effscope \(ToolVersion.current). In the preamble: \\usepackage{graphicx}
      % Where it is to appear: \\input{\(files.stem)}; from another folder also \\graphicspath{{FOLDER/}}.
      % Characters that pdfLaTeX has no letters for stand as numbers; the comments have them as they are.
      \\section*{\(summary.title.escapedForLaTeX)}
      \(outcome.words.escapedForLaTeX). \(summary.network.escapedForLaTeX). \
      Effscope \(ToolVersion.current), \(summary.date.escapedForLaTeX).

      """
    if summary.isUntrained { head += Self.warning(ReportSummary.untrained) }
    for line in summary.warnings { head += Self.warning(line) }
    if !outcome.problems.isEmpty {
      head += "\\subsection*{Images that could not be done}\n"
      head += Self.list(outcome.problemFacts)
    }
    head += "\\subsection*{Images}\n" + Self.list(outcome.entryFacts)
    head += "\\subsection*{Network and settings}\n" + Self.list(summary.facts)
    head += "\\begin{center}\\scriptsize\\setlength{\\tabcolsep}{4pt}\n\\begin{tabular}{@{}ll"
    head += summary.columns.dropFirst(2).map { _ in "r" }.joined() + "@{}}\n"
    head += Self.row(summary.columns) + " \\hline\n"
    head += summary.rows.map { Self.row($0) + "\n" }.joined()
    head += "\\end{tabular}\n\\end{center}\n\(summary.totals.escapedForLaTeX)\n"
    head += Self.command(summary.tableCommand)
    head += "Each command line makes the picture or the numbers above it again, run in the folder "
    head += "in which the report was made. The report itself:\n" + Self.command(summary.command)
    try pages.finish(head, "\\clearpage\n")
  }

  private static func row(_ cells: [String]) -> String {
    cells.map(\.escapedForLaTeX).joined(separator: " & ") + " \\\\"
  }

  private static func warning(_ text: String) -> String {
    "\\par\\noindent\\textbf{\(text.escapedForLaTeX)}\\par\n"
  }

  /// Facts as lines; digests may break in the middle.
  private static func list(_ facts: [ReportFact]) -> String {
    let lines = facts.map { fact in
      "\\textbf{\(fact.name.escapedForLaTeX)}: \(breakable(fact.value.escapedForLaTeX))"
    }
    return "{\\small\\raggedright\\noindent\n" + lines.joined(separator: " \\\\\n") + "\\par}\n"
  }

  /// Adds a break point to a SHA-256.
  private static func breakable(_ text: String) -> String {
    guard text.count == 64, text.allSatisfy(\.isHexDigit) else { return text }
    let half = text.index(text.startIndex, offsetBy: 32)
    return "\\texttt{\(text[..<half])\\allowbreak \(text[half...])}"
  }

  /// A command line, verbatim in a comment and escaped as visible text.
  private static func command(_ line: String) -> String {
    "% \(line)\n{\\footnotesize\\ttfamily\\raggedright\\noindent \(line.escapedForLaTeXCode)\\par}\n"
  }
}
