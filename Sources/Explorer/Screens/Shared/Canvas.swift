import Terminal

/// The meaning of a click on an area of the screen.
package enum HitTarget: Equatable, Sendable {
  case action(Action)
  /// A row of the screen's list.
  case row(Int)
  /// A row of the dialog.
  case dialogRow(Int)
  /// A position on a map or photograph, relative to the area.
  case map
  /// The line of layers on the Step screen.
  case track
  /// A map in the grid of maps.
  case gridCell(Point)
  /// A channel in the grid.
  case channel(rank: Int)
  /// An element of the enlarged channel.
  case element
  /// The slider of the heatmap's opacity.
  case alpha
  /// A slider of the scaling laboratory.
  case slider(Int)
}

/// A clickable area of the screen.
package struct Hit: Equatable, Sendable {
  package var area: Rect
  package var target: HitTarget
}

/// A frame being drawn, with its clickable areas.
package struct Canvas: Equatable, Sendable {
  package var frame: Frame
  package private(set) var hits: [Hit] = []
  let look: Look

  init(_ size: Size, look: Look) {
    frame = Frame(size, style: look.theme.style(.text))
    self.look = look
  }

  var theme: Theme { look.theme }

  /// Makes an area clickable; later areas cover earlier ones.
  mutating func hit(_ area: Rect, _ target: HitTarget) {
    hits.append(Hit(area: area, target: target))
  }

  /// The topmost clickable area at a position.
  package func hit(at place: Point) -> Hit? { hits.last { $0.area.contains(place) } }

  /// The area of a target.
  package func area(of target: HitTarget) -> Rect? { hits.last { $0.target == target }?.area }

  /// Draws a widget.
  mutating func draw(_ widget: some Widget, in area: Rect) {
    widget.draw(in: area, of: &frame)
  }

  /// Draws a pane's border; returns the area inside.
  mutating func pane(
    _ title: String, in area: Rect, isFocused: Bool = false, note: String? = nil,
    caption: String? = nil
  ) -> Rect {
    let box = Box(
      title: Line(title, theme.style(.title, .bold)),
      note: note.map { Line($0, theme.style(.muted)) },
      caption: caption.map { Line($0, theme.style(.muted)) },
      border: theme.style(isFocused ? .focus : .border))
    box.draw(in: area, of: &frame)
    return Box.inside(area)
  }

  /// Writes one line of text inside an area.
  mutating func text(
    _ text: String, _ role: Theme.Role, row: Int, of area: Rect,
    _ attributes: Style.Attributes = [], _ alignment: Alignment = .leading
  ) {
    frame.put(text, theme.style(role, attributes), row: row, of: area, alignment)
  }

  /// Writes a sentence on a strip across the middle of a picture.
  mutating func banner(_ text: String, _ role: Theme.Role, in area: Rect) {
    let lines = text.wrapped(to: max(1, min(area.width - 4, 60)))
    let strip = area.centered(Size(min(area.width, 64), lines.count + 2))
    frame.fill(strip, theme.panel(.text))
    for (row, line) in lines.enumerated() {
      frame.put(line, theme.panel(role), row: row + 1, of: strip.inset(1, 0), .center)
    }
  }

  /// Writes a sentence in the middle of an area, wrapped.
  mutating func message(_ text: String, _ role: Theme.Role = .muted, in area: Rect) {
    let lines = text.wrapped(to: min(area.width - 2, 60))
    let top = area.y + max(0, (area.height - lines.count) / 2)
    for (index, line) in lines.enumerated() where top + index < area.maxY {
      let x = area.x + max(0, (area.width - line.columns) / 2)
      frame.put(line, x, top + index, theme.style(role), in: area)
    }
  }

  /// Draws a table whose rows are clickable and numbered from `firstRow`; nil makes them inert.
  mutating func table(
    _ columns: [Table.Column], _ rows: [[Table.Content]], selected: Int?, firstRow: Int? = 0,
    in area: Rect
  ) {
    let table = Table(
      columns: columns, rows: rows, selected: selected, heading: theme.style(.muted),
      ordinary: theme.style(.text), selection: theme.selected, track: theme[.barTrack])
    draw(table, in: area)
    guard let firstRow else { return }
    for (line, index) in table.visibleRows(height: area.height).enumerated() {
      hit(Rect(area.x, area.y + 1 + line, area.width, 1), .row(firstRow + index))
    }
  }

  /// Draws the four corners of a rectangle, given by its outermost cells.
  mutating func corners(_ left: Int, _ top: Int, _ right: Int, _ bottom: Int, in place: Rect) {
    for (x, y, mark) in [
      (left, top, "┌"), (right, top, "┐"), (left, bottom, "└"), (right, bottom, "┘"),
    ] { frame.put(mark, x, y, theme.panel(.accent, .bold), in: place) }
  }

  /// Draws a dialog's panel in the middle of an area; returns the area inside.
  mutating func panel(_ title: String, _ size: Size, in area: Rect, hint: String) -> Rect {
    let place = area.centered(size)
    frame.cursor = nil
    frame.fill(place, theme.panel(.text))
    draw(
      Box(
        title: Line(title, theme.panel(.title, .bold)), caption: Line(hint, theme.panel(.muted)),
        border: theme.panel(.focus)), in: place)
    return Box.inside(place).inset(1, 0)
  }

  /// Draws a dialog's list; each row has a text and a note at the right.
  mutating func list(
    _ rows: [(text: String, note: String, role: Theme.Role)], cursor: Int, in area: Rect
  ) {
    let first = Table.offset(selected: cursor, count: rows.count, visible: area.height)
    for line in 0..<max(0, min(area.height, rows.count - first)) {
      let row = rows[first + line]
      let place = Rect(area.x, area.y + line, area.width, 1)
      let isSelected = first + line == cursor
      let style = isSelected ? theme.selected : theme.panel(row.role)
      if isSelected { frame.fill(place, style) }
      let noteWidth = row.note.columns
      frame.put(
        row.text.truncated(to: max(0, area.width - noteWidth - 2)), place.x, place.y, style,
        in: place)
      frame.put(
        row.note, place.maxX - noteWidth, place.y, isSelected ? style : theme.panel(.key), in: place
      )
      hit(place, .dialogRow(first + line))
    }
  }
}
