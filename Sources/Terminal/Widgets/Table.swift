/// A table with headings; it scrolls so that the selected row is visible.
package struct Table: Widget {
  /// A column: heading, width and alignment.
  package struct Column: Equatable, Sendable {
    package var heading: String
    package var width: Int
    package var alignment: Alignment
    /// True if the column uses the space that the others leave.
    package var isFlexible: Bool
    /// The largest width of a flexible column.
    package var limit: Int
    /// If space is short, the column with the highest value is dropped first; 0 is never dropped.
    package var dropOrder: Int

    package init(
      _ heading: String, _ width: Int, _ alignment: Alignment = .leading,
      isFlexible: Bool = false, limit: Int = .max, dropOrder: Int = 0
    ) {
      (self.heading, self.width, self.alignment) = (heading, width, alignment)
      (self.isFlexible, self.limit, self.dropOrder) = (isFlexible, limit, dropOrder)
    }
  }

  /// The content of a table cell: text or a bar.
  package enum Content: Equatable, Sendable {
    case text(String, Style)
    case spans(Line)
    case bar(Double, Color)
  }

  package var columns: [Column]
  package var rows: [[Content]]
  package var selected: Int?
  package var heading, ordinary, selection: Style
  package var track: Color

  package init(
    columns: [Column], rows: [[Content]], selected: Int?, heading: Style, ordinary: Style,
    selection: Style, track: Color
  ) {
    (self.columns, self.rows, self.selected) = (columns, rows, selected)
    (self.heading, self.ordinary, self.selection) = (heading, ordinary, selection)
    self.track = track
  }

  /// The first of `count` rows to show, so that `selected` is in the middle if possible.
  package static func offset(selected: Int, count: Int, visible: Int) -> Int {
    max(0, min(selected - visible / 2, count - visible))
  }

  /// The rows that fit into an area of this height, whose first line holds the headings.
  package func visibleRows(height: Int) -> Range<Int> {
    let visible = max(0, height - 1)
    let first = Self.offset(selected: selected ?? 0, count: rows.count, visible: visible)
    return first..<max(first, min(rows.count, first + visible))
  }

  package func draw(in area: Rect, of frame: inout Frame) {
    guard !area.isEmpty else { return }
    let widths = widths(in: area.width)
    draw(columns.map { .text($0.heading, heading) }, widths, row: 0, of: area, style: nil, &frame)
    let visible = visibleRows(height: area.height)
    for (line, index) in visible.enumerated() {
      let style = index == selected ? selection : nil
      if let style { frame.fill(Rect(area.x, area.y + line + 1, area.width, 1), style) }
      draw(rows[index], widths, row: line + 1, of: area, style: style, &frame)
    }
    Scrollbar(count: rows.count, visible: visible, style: heading)
      .draw(in: Rect(area.maxX - 1, area.y + 1, 1, area.height - 1), of: &frame)
  }

  /// The column widths; 0 for a dropped column.
  private func widths(in total: Int) -> [Int] {
    var isShown = columns.map { _ in true }
    func used() -> Int {
      zip(columns, isShown).reduce(0) { $0 + ($1.1 ? $1.0.width + 1 : 0) }
    }
    while used() > total + 1 {
      let last = columns.indices.filter { isShown[$0] }.map { columns[$0].dropOrder }.max() ?? 0
      guard last > 0 else { break }
      for index in columns.indices where columns[index].dropOrder == last { isShown[index] = false }
    }
    var widths = columns.indices.map { isShown[$0] ? columns[$0].width : 0 }
    var spare = max(0, total - used())
    var flexible = columns.indices.filter { isShown[$0] && columns[$0].isFlexible }
    // Columns that reach their limit first leave their part to the others.
    flexible.sort { columns[$0].limit - columns[$0].width < columns[$1].limit - columns[$1].width }
    for (place, index) in flexible.enumerated() {
      let share = min(spare / (flexible.count - place), columns[index].limit - widths[index])
      widths[index] += max(0, share)
      spare -= max(0, share)
    }
    return widths
  }

  private func draw(
    _ contents: [Content], _ widths: [Int], row: Int, of area: Rect, style: Style?,
    _ frame: inout Frame
  ) {
    var x = area.x
    let y = area.y + row
    for (index, content) in contents.enumerated() where index < widths.count && widths[index] > 0 {
      let width = widths[index]
      switch content {
      case .text(let text, let own):
        let text = text.padded(to: width, columns[index].alignment)
        frame.put(text, x, y, merged(own, style), in: area)
      case .spans(let line):
        let place = area.intersection(Rect(x, y, width, 1))
        let shown = line.truncated(to: width).spans.map { Span($0.text, merged($0.style, style)) }
        frame.put(Line(shown), x, y, in: place)
      case .bar(let value, let color):
        let ground = (style ?? ordinary).background
        Bar(value: value, color: color, track: track, background: ground)
          .draw(in: area.intersection(Rect(x, y, width, 1)), of: &frame)
      }
      x += width + 1
    }
  }

  /// The style of the selected row with the attributes of the cell added.
  private func merged(_ own: Style, _ row: Style?) -> Style {
    guard let row else { return own }
    return Style(row.foreground, on: row.background, own.attributes.union(row.attributes))
  }
}

/// A scrollbar: position and length of the visible part of a list.
package struct Scrollbar: Widget {
  package var count: Int
  package var visible: Range<Int>
  package var style: Style

  package init(count: Int, visible: Range<Int>, style: Style) {
    (self.count, self.visible, self.style) = (count, visible, style)
  }

  package func draw(in area: Rect, of frame: inout Frame) {
    guard count > visible.count, area.height > 1, !visible.isEmpty else { return }
    let length = max(1, area.height * visible.count / count)
    let travel = area.height - length
    let start = travel * visible.lowerBound / max(1, count - visible.count)
    for row in 0..<length { frame.set(area.x, area.y + start + row, Cell("▐", style)) }
  }
}
