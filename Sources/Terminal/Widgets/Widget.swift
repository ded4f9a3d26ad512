/// A value that draws itself into an area of any size, also an empty one.
package protocol Widget {
  /// Draws into `area` of the frame, never outside of it.
  func draw(in area: Rect, of frame: inout Frame)
}

/// Text in one style.
package struct Span: Equatable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style) { (self.text, self.style) = (text, style) }
}

/// One line of text in several styles.
package struct Line: Equatable, Sendable {
  package var spans: [Span]

  package init(_ spans: [Span]) { self.spans = spans }

  package init(_ text: String, _ style: Style) { spans = [Span(text, style)] }

  package var columns: Int { spans.reduce(0) { $0 + $1.text.columns } }

  /// The line shortened to `width` columns; `…` at the end stands for the removed part.
  package func truncated(to width: Int) -> Line {
    guard columns > width else { return self }
    var room = width
    var kept: [Span] = []
    for span in spans {
      let isLast = span.text.columns >= room
      kept.append(Span(isLast ? (span.text + " ").truncated(to: room) : span.text, span.style))
      if isLast { break }
      room -= span.text.columns
    }
    return Line(kept)
  }
}

extension Frame {
  /// Writes the spans of a line; returns the columns used.
  @discardableResult
  package mutating func put(_ line: Line, _ x: Int, _ y: Int, in area: Rect? = nil) -> Int {
    var column = x
    for span in line.spans { column += put(span.text, column, y, span.style, in: area) }
    return column - x
  }

  /// Writes a line, shortened to the width of `area`, in the row `row` of the area.
  package mutating func put(
    _ text: String, _ style: Style, row: Int, of area: Rect, _ alignment: Alignment = .leading
  ) {
    guard row >= 0, row < area.height else { return }
    put(text.padded(to: area.width, alignment), area.x, area.y + row, style, in: area)
  }
}

extension String {
  /// The text wrapped at spaces into lines of at most `width` columns.
  package func wrapped(to width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        var word = String(word)
        if !line.isEmpty, line.columns + 1 + word.columns <= width {
          line += " " + word
          continue
        }
        if !line.isEmpty { lines.append(line) }
        while word.columns > width {
          var head = ""
          for character in word {
            if head.columns + String(character).columns > width { break }
            head.append(character)
          }
          guard !head.isEmpty else { break }
          lines.append(head)
          word.removeFirst(head.count)
        }
        line = word.columns > width ? "" : word
      }
      lines.append(line)
    }
    return lines
  }
}
