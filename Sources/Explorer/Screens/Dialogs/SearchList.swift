import Terminal

/// A text field above the list of its results.
package struct SearchList: Equatable, Sendable {
  var query = TextField()
  var cursor = 0

  mutating func insert(_ text: String) {
    query.insert(text)
    cursor = 0
  }

  /// Handles a key: arrows and page keys move among `count` results, others edit the text.
  mutating func handle(_ key: Key, count: Int, page: Int) {
    let action: Action? =
      switch (key.code, key.modifiers) {
      case (.up, []), (.character("p"), .control): .up
      case (.down, []), (.character("n"), .control), (.tab, []): .down
      case (.pageUp, []): .pageUp
      case (.pageDown, []): .pageDown
      default: nil
      }
    if let action, let moved = State.moved(cursor, by: action, count: count, page: page) {
      cursor = moved
    } else if query.handle(key) {
      cursor = 0
    }
  }

  /// Draws the panel and the text field; returns the area of the list.
  func draw(_ title: String, width: Int, in area: Rect, hint: String, _ canvas: inout Canvas)
    -> Rect
  {
    let inside = canvas.panel(
      title, Size(min(width, area.width - 4), min(18, area.height)), in: area, hint: hint)
    let (field, list) = inside.splitTop(1)
    canvas.frame.put("›", field.x, field.y, canvas.theme.panel(.key))
    query.draw(
      in: Rect(field.x + 2, field.y, field.width - 2, 1), of: &canvas.frame,
      style: canvas.theme.panel(.text))
    return list
  }
}
