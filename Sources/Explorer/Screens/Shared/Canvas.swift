import Terminal

/// What a click on a part of the screen means.
package enum HitTarget: Equatable, Sendable {
  case action(Action)
  /// A row of the screen's list.
  case row(Int)
  /// A row of the list in front.
  case overlayRow(Int)
  /// A place on a map or photograph, to be read as shares of the rectangle.
  case map
  /// The line of all layers.
  case track
  /// A map in the grid of maps.
  case gridCell(Point)
  /// A channel in the grid.
  case channel(rank: Int)
  /// An element of the channel shown large.
  case element
  /// The slider of the heatmap's share.
  case alpha
  /// A slider of the scaling laboratory.
  case knob(Int)
}

/// A part of the screen that can be clicked.
package struct Hit: Equatable, Sendable {
  package var area: Rect
  package var target: HitTarget
}

/// A frame in the making, with what its parts mean to the mouse.
package struct Canvas: Equatable, Sendable {
  package var frame: Frame
  package private(set) var hits: [Hit] = []
  let look: Look

  init(_ size: Size, look: Look) {
    frame = Frame(size, style: look.theme.style(.text))
    self.look = look
  }

  var theme: Theme { look.theme }

  /// Makes a part of the screen clickable; later parts lie on top.
  mutating func hit(_ area: Rect, _ target: HitTarget) {
    hits.append(Hit(area: area, target: target))
  }

  /// The topmost clickable part at a place.
  package func hit(at place: Point) -> Hit? { hits.last { $0.area.contains(place) } }

  /// Where a target lies.
  package func area(of target: HitTarget) -> Rect? { hits.last { $0.target == target }?.area }

  /// Draws a widget.
  mutating func draw(_ widget: some Widget, in area: Rect) {
    widget.draw(in: area, of: &frame)
  }

  /// Draws a pane's border and gives what is inside.
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
}
