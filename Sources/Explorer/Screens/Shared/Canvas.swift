import Figures
import Support
import Terminal

/// The meaning of a click on an area of the screen.
package enum HitTarget: Equatable, Sendable {
  case action(Action)
  case row(Int)
  case dialogRow(Int)
  /// A position on the photograph under a map, relative to the area.
  case map
  /// A position on the cells of a map, relative to the area.
  case mapCells
  /// A stage of the strip of maps.
  case layer(String)
  /// The line of layers on the Step screen.
  case track
  /// A map in the grid of maps.
  case gridCell(Point)
  case channel(rank: Int)
  /// A node of the drawing of a block, by its layer.
  case node(Int)
  /// An element of the enlarged channel.
  case element
  case alpha
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

  package func area(of target: HitTarget) -> Rect? { hits.last { $0.target == target }?.area }

  mutating func draw(_ widget: some Widget, in area: Rect) { widget.draw(in: area, of: &frame) }

  /// Draws pixels as characters, scaled to `place`.
  mutating func draw(_ pixels: Pixels, in place: Rect) {
    look.painter.draw(pixels, in: place, of: &frame, background: theme[.background])
  }

  /// Draws a bar from `origin` to `value` (0…1), by default in the gradient's colour.
  mutating func bar(
    _ value: Double, from origin: Double = 0, _ color: Color? = nil, on background: Color? = nil,
    in area: Rect
  ) {
    let bar = Bar(
      value: value, from: origin, color: color ?? theme.gradient(value), track: theme[.barTrack],
      background: background ?? theme[.background])
    draw(bar, in: area)
  }

  /// Draws in column `x` which `visible` of `count` rows are shown.
  mutating func scrollbar(
    _ count: Int, from first: Int, visible: Int, _ style: Style, x: Int, of area: Rect
  ) {
    let range = first..<min(count, first + visible)
    draw(
      Scrollbar(count: count, visible: range, style: style),
      in: Rect(x, area.y, 1, area.height))
  }

  /// Fills the line of a selected row; returns the style of the row's text.
  mutating func row(_ line: Rect, isSelected: Bool, _ role: Theme.Role = .text) -> Style {
    if isSelected { frame.fill(line, theme.selected) }
    return isSelected ? theme.selected : theme.style(role)
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

  /// Writes text at the start of an area, shortened to its width.
  mutating func put(_ text: String, _ style: Style, in area: Rect) {
    frame.put(text.truncated(to: area.width), area.x, area.y, style, in: area)
  }

  /// Writes a name at the left of a row, and its value after `indent` columns.
  mutating func fact(
    _ name: String, _ value: String, _ role: Theme.Role = .text, indent: Int, row: Int = 0,
    of area: Rect, _ alignment: Alignment = .leading
  ) {
    text(name, .muted, row: row, of: area)
    let place = Rect(area.x + indent, area.y, area.width - indent, area.height)
    text(value, role, row: row, of: place, [], alignment)
  }

  /// Says that a result is awaited, or why there is none.
  mutating func waiting(_ text: String, _ failure: Failure?, in area: Rect) {
    message(failure?.text ?? text, failure == nil ? .muted : .error, in: area)
  }

  /// Writes lines from the top of an area; those below its end are left out.
  mutating func lines(_ lines: some Sequence<String>, _ role: Theme.Role, in area: Rect) {
    for (row, line) in lines.enumerated() { text(line, role, row: row, of: area) }
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

  /// Draws a diagram in characters: lines in braille, series in the theme's colours.
  mutating func plot(_ plot: Plot, in area: Rect) {
    let grid = PlotGrid(plot, columns: area.width, rows: area.height)
    let roles: [Theme.Role] = [.series1, .series2, .series3, .series4]
    for (row, cells) in grid.rows.enumerated() {
      for (column, cell) in cells.enumerated() where cell.character != " " {
        let role = cell.color.map { roles[$0 % roles.count] } ?? .muted
        frame.put(
          String(cell.character), area.x + column, area.y + row, theme.style(role), in: area)
      }
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

  /// Draws a dialog's list of actions; each row has the reason why it is not possible, if there is one.
  mutating func actions(
    _ rows: [(text: String, note: String, reason: String?)], cursor: Int, in area: Rect
  ) {
    let rows = rows.map { text, note, reason -> (String, String, Theme.Role) in
      (text + (reason.map { " (\($0))" } ?? ""), note, reason == nil ? .text : .muted)
    }
    list(rows, cursor: cursor, in: area)
  }

  /// Draws a dialog's list; each row has a text and a note at the right.
  mutating func list(
    _ rows: [(text: String, note: String, role: Theme.Role)], cursor: Int, in area: Rect
  ) {
    for (index, place) in area.lines(of: rows.count, cursor: cursor) {
      let (row, isSelected) = (rows[index], index == cursor)
      let style = isSelected ? theme.selected : theme.panel(row.role)
      if isSelected { frame.fill(place, style) }
      let (text, note) = place.splitLeft(area.width - row.note.columns)
      put(row.text, style, in: Rect(text.x, text.y, text.width - 2, 1))
      frame.put(row.note, note.x, note.y, isSelected ? style : theme.panel(.key), in: place)
      hit(place, .dialogRow(index))
    }
  }
}

extension Rect {
  /// The indices of the rows of a list that fit, with the cursor in the middle if possible, and the
  /// line of each.
  func lines(of count: Int, cursor: Int) -> [(index: Int, line: Rect)] {
    let first = Table.offset(selected: cursor, count: count, visible: height)
    return (0..<max(0, min(height, count - first))).map {
      (first + $0, Rect(x, y + $0, width, 1))
    }
  }
}
