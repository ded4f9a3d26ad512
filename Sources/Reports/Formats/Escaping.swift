extension String {
  private static let html: [Unicode.Scalar: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
  ]

  private static let markdown: [Unicode.Scalar: String] = Dictionary(
    uniqueKeysWithValues: [("&", "&amp;"), ("<", "&lt;")]
      + "\\`*_[]#|~!>$".unicodeScalars.map { ($0, "\\\($0)") })

  /// The text escaped for HTML text or attribute values.
  var escapedForHTML: String { escaped { Self.html[$0] ?? String($0) } }

  /// The text escaped for Markdown and the HTML in it.
  var escapedForMarkdown: String { escaped { Self.markdown[$0] ?? String($0) } }

  private func escaped(_ text: (Unicode.Scalar) -> String) -> String {
    unicodeScalars.reduce(into: "") { $0 += text($1) }
  }

  /// The text escaped for LaTeX, for any engine without packages.
  ///
  /// Accented Latin-1 letters are kept; other characters unknown to pdfLaTeX become `[U+5199]`.
  package var escapedForLaTeX: String { escaped { $0.latex(isCode: false) } }

  /// The same for typewriter text, which keeps quotes and hyphens literal.
  package var escapedForLaTeXCode: String { escaped { $0.latex(isCode: true) } }
}

extension Unicode.Scalar {
  fileprivate func latex(isCode: Bool) -> String {
    switch self {
    case "\\": "\\textbackslash{}"
    case "{", "}", "$", "&", "#", "_", "%": "\\\(self)"
    case "^": "\\textasciicircum{}"
    case "~": "\\textasciitilde{}"
    case "<": "\\textless{}"
    case ">": "\\textgreater{}"
    case "|": "\\textbar{}"
    case "\"": "\\textquotedbl{}"
    case "'" where isCode: "\\textquotesingle{}"
    case "`" where isCode: "\\textasciigrave{}"
    case "-" where isCode: "-{}"
    case "/" where isCode: "/\\allowbreak{}"
    case "×": "$\\times$"
    case "−": "$-$"
    case "·": "$\\cdot$"
    case "…": "\\dots{}"
    case "\u{A0}": "~"
    // ASCII, and the Latin-1 letters, which LaTeX composes in every encoding; not the sign ÷.
    case " "..."~", "\u{C0}"..."\u{F6}", "\u{F8}"..."\u{FF}": String(self)
    default: "[U+\(String(value, radix: 16, uppercase: true))]"
    }
  }
}
