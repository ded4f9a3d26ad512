import Terminal

/// The text that filters a list.
package struct FilterField: Equatable, Sendable {
  package var field = TextField()
  /// Whether keys are typed into it.
  package var isTyping = false

  package var text: String { field.text }

  mutating func clear() { field = TextField() }

  /// Edits the text; Enter and arrows end typing, Escape also clears the text.
  mutating func edit(_ key: Key) {
    switch key.code {
    case .enter, .up, .down: isTyping = false
    case .escape: (field, isTyping) = (TextField(), false)
    default: _ = field.handle(key)
    }
  }
}

extension Array where Element: Equatable {
  /// The element `step` places after `element`, cyclically; an absent element counts as the first.
  func neighbour(of element: Element, _ step: Int) -> Element {
    self[((firstIndex(of: element) ?? 0) + step + count) % count]
  }
}
