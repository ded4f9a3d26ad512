/// A pane with a rounded border, a title in its upper and a caption in its lower edge.
package struct Box: Widget {
  package var title: Line
  /// Text at the right end of the upper border.
  package var note: Line?
  /// Text in the lower border.
  package var caption: Line?
  package var border: Style

  package init(title: Line, note: Line? = nil, caption: Line? = nil, border: Style) {
    (self.title, self.note, self.caption, self.border) = (title, note, caption, border)
  }

  /// The area inside the border.
  package static func inside(_ area: Rect) -> Rect { area.inset(1, 1) }

  package func draw(in area: Rect, of frame: inout Frame) {
    guard area.width >= 2, area.height >= 2 else { return }
    for x in (area.x + 1)..<(area.maxX - 1) {
      frame.set(x, area.y, Cell("─", border))
      frame.set(x, area.maxY - 1, Cell("─", border))
    }
    frame.put("╭", area.x, area.y, border)
    frame.put("╮", area.maxX - 1, area.y, border)
    frame.put("╰", area.x, area.maxY - 1, border)
    frame.put("╯", area.maxX - 1, area.maxY - 1, border)
    for y in (area.y + 1)..<(area.maxY - 1) {
      frame.set(area.x, y, Cell("│", border))
      frame.set(area.maxX - 1, y, Cell("│", border))
    }
    drawWords(in: area, of: &frame)
  }

  private func drawWords(in area: Rect, of frame: inout Frame) {
    let room = Rect(area.x + 2, area.y, area.width - 4, area.height)
    guard room.width > 2 else { return }
    var used = 0
    if title.columns > 0 { used = put(title, at: room.x, area.y, room, &frame) }
    if let note, note.columns > 0, used + note.columns + 4 <= room.width {
      put(note, at: room.maxX - note.columns - 2, area.y, room, &frame)
    }
    if let caption, caption.columns > 0 { put(caption, at: room.x, area.maxY - 1, room, &frame) }
  }

  @discardableResult
  private func put(_ line: Line, at x: Int, _ y: Int, _ room: Rect, _ frame: inout Frame) -> Int {
    let width = min(line.columns, room.maxX - x - 2)
    guard width > 0 else { return 0 }
    frame.put(" ", x, y, border, in: room)
    var column = x + 1
    for span in line.spans {
      let text = span.text.truncated(to: x + 1 + width - column)
      column += frame.put(text, column, y, span.style, in: room)
    }
    frame.put(" ", column, y, border, in: room)
    return column + 1 - x
  }
}
