extension String {
  /// The text escaped for LaTeX, for any engine without packages.
  ///
  /// Accented Latin-1 letters are kept; other characters unknown to pdfLaTeX become `[U+5199]`.
  package var escapedForLaTeX: String { escapedForLaTeX(isCode: false) }

  /// The same for typewriter text, which keeps quotes and hyphens literal.
  package var escapedForLaTeXCode: String { escapedForLaTeX(isCode: true) }

  private func escapedForLaTeX(isCode: Bool) -> String {
    var escaped = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\textbackslash{}"
      case "{", "}", "$", "&", "#", "_", "%": escaped += "\\" + String(scalar)
      case "^": escaped += "\\textasciicircum{}"
      case "~": escaped += "\\textasciitilde{}"
      case "<": escaped += "\\textless{}"
      case ">": escaped += "\\textgreater{}"
      case "|": escaped += "\\textbar{}"
      case "\"": escaped += "\\textquotedbl{}"
      case "'" where isCode: escaped += "\\textquotesingle{}"
      case "`" where isCode: escaped += "\\textasciigrave{}"
      case "-" where isCode: escaped += "-{}"
      case "/" where isCode: escaped += "/\\allowbreak{}"
      case "×": escaped += "$\\times$"
      case "−": escaped += "$-$"
      case "·": escaped += "$\\cdot$"
      case "…": escaped += "\\dots{}"
      case "\u{A0}": escaped += "~"
      default:
        let isSet =
          (0x20..<0x7F).contains(scalar.value)
          || Self.accented.contains(scalar.value) && scalar != "×" && scalar != "÷"
        escaped +=
          isSet ? String(scalar) : "[U+" + String(scalar.value, radix: 16, uppercase: true) + "]"
      }
    }
    return escaped
  }

  /// Latin-1 letters, which LaTeX composes in every encoding.
  private static let accented = UInt32(0xC0)...UInt32(0xFF)
}
