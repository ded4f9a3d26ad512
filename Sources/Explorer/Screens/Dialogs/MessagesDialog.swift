import Terminal

/// The messages of the session, the newest first; the one under the cursor is shown whole.
package struct MessagesDialog: Equatable, Sendable {
  var cursor = 0

  func draw(_ log: MessageLog, copyKey: String, in area: Rect, _ canvas: inout Canvas) {
    let entries = Array(log.entries.reversed())
    let inside = canvas.panel(
      "Messages", Size(min(100, area.width - 2), min(area.height, max(12, area.height * 3 / 4))),
      in: area, hint: "j k move · \(copyKey) copies · Esc closes")
    guard entries.indices.contains(cursor) else {
      return canvas.put("There is no message yet.", canvas.theme.panel(.muted), in: inside)
    }
    let whole = entries[cursor].text.wrapped(to: max(8, inside.width - 1))
    let room = min(whole.count, max(1, inside.height / 2))
    let (list, text) = inside.splitBottom(room + 1)
    canvas.list(
      entries.map { ("\($0.kind.mark) \($0.text)", "", $0.kind.role) }, cursor: cursor, in: list)
    for (row, line) in whole.prefix(room).enumerated() {
      canvas.frame.put(line, canvas.theme.panel(.text), row: row + 1, of: text)
    }
  }
}

extension Notice.Kind {
  /// The character before a message of this kind, and its colour.
  var mark: String {
    switch self {
    case .done: "✓"
    case .hint: "›"
    case .failure: "✗"
    }
  }

  var role: Theme.Role {
    switch self {
    case .done: .success
    case .hint: .accent
    case .failure: .error
    }
  }
}

extension State {
  mutating func handle(_ key: Key, _ dialog: MessagesDialog) -> [Effect] {
    let entries = Array(messages.entries.reversed())
    switch action(for: key) {
    case .back, .quit, .messages, .activate: self.dialog = nil
    case .copyCommand where entries.indices.contains(dialog.cursor):
      return [.copy(entries[dialog.cursor].text)]
    case let action:
      let cursor = moved(dialog.cursor, by: action, count: entries.count)
      self.dialog = .messages(MessagesDialog(cursor: cursor))
    }
    return []
  }
}
