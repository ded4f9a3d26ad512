/// Rows under headings, as aligned text, Markdown or CSV.
package struct TextTable {
  package enum Alignment { case left, right }

  package var columns: [(title: String, alignment: Alignment)]
  /// Rows of as many cells.
  package var rows: [[String]]

  package init(columns: [(title: String, alignment: Alignment)], rows: [[String]] = []) {
    (self.columns, self.rows) = (columns, rows)
  }

  /// Aligned columns two spaces apart, a rule below the headings.
  package var text: String {
    let widths = columns.indices.map { column in
      ([columns[column].title] + rows.map { $0[column] }).map(\.count).max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { column in
        columns[column].alignment == .left
          ? NumberText.left(cells[column], widths[column])
          : NumberText.right(cells[column], widths[column])
      }
      let joined = padded.joined(separator: "  ")
      return String(joined.reversed().drop { $0 == " " }.reversed())
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([line(columns.map(\.title)), rule] + rows.map(line)).joined(separator: "\n")
  }

  /// A GitHub-flavoured Markdown table.
  package var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let rule = columns.map { $0.alignment == .left ? "---" : "---:" }
    return ([line(columns.map(\.title)), line(rule)] + rows.map(line)).joined(separator: "\n")
  }
}
