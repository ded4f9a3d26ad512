extension Frame {
  /// The characters, one string per row, without trailing spaces.
  package var lines: [String] {
    (0..<size.rows).map { y in
      var line = ""
      for x in 0..<size.columns { line += cells[y * size.columns + x].text }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  /// The characters, then one letter per cell for its style, then the style of each letter.
  ///
  /// Golden frames store this text, so a changed colour appears as a readable difference.
  package var portrait: String {
    var legend: [Style: Character] = [:]
    var order: [Style] = []
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    for cell in cells where legend[cell.style] == nil && order.count < letters.count {
      legend[cell.style] = letters[order.count]
      order.append(cell.style)
    }
    // A photograph has more styles than there are letters: the rest become `*`.
    let marks = cells.map { legend[$0.style] ?? "*" }
    let rows = (0..<size.rows).map { String(marks[$0 * size.columns..<($0 + 1) * size.columns]) }
    let meanings = zip(letters, order).map { "\($0) \($1.summary)" }
    return (lines + ["---"] + rows + ["---"] + meanings).joined(separator: "\n") + "\n"
  }
}

extension Style {
  /// The style as text, for example `#cdd6f4 on #1e1e2e bold`.
  package var summary: String {
    let names: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"),
      (.reverse, "reverse"),
    ]
    let words = names.filter { attributes.contains($0.0) }.map(\.1)
    return ([foreground.summary, "on", background.summary] + words).joined(separator: " ")
  }
}

extension Color {
  fileprivate var summary: String { rgb?.hex ?? ansi.map { "ansi\($0)" } ?? "terminal" }
}
