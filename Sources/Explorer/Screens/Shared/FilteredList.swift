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
    case .escape: self = FilterField()
    default: _ = field.handle(key)
    }
  }
}

/// A list whose cursor stays on its row while rows are filtered and sorted.
package protocol CursorList {
  associatedtype Row
  /// The rows as shown.
  var rows: [Row] { get }
  /// The name of the row under the cursor.
  var cursor: String? { get set }

  static func name(of row: Row) -> String
}

extension CursorList {
  /// Index of the cursor's row in `rows`.
  package var cursorIndex: Int {
    get { rows.firstIndex { Self.name(of: $0) == cursor } ?? 0 }
    set {
      let rows = rows
      if !rows.isEmpty { cursor = Self.name(of: rows[max(0, min(newValue, rows.count - 1))]) }
    }
  }

  package var current: Row? { rows.first { Self.name(of: $0) == cursor } ?? rows.first }
}

extension State {
  /// The cursor of the screen's list and the number of its rows; nil for a screen without a list, and
  /// for the gallery, whose images stand in a grid.
  var list: (cursor: WritableKeyPath<State, Int>, count: Int)? {
    switch screen {
    case .variants: (\.screens.variants.cursorIndex, screens.variants.rows.count)
    case .architecture: (\.screens.architecture.cursor, screens.architecture.rows.count)
    case .predict: (\.screens.predict.cursor, subject.currentAnswer?.classes.count ?? 0)
    case .files: (\.screens.files.cursorIndex, screens.files.rows.count)
    case .results: (\.screens.results.cursor, screens.results.table?.rows.count ?? 0)
    case .settings: (\.screens.settings.cursor, ConfigurationOption.all.count)
    case .scaling where screens.scaling.page == .search && focus.pane == 1:
      (\.screens.scaling.searchCursor, screens.scaling.candidates.count)
    case .scaling, .step, .cam, .gallery: nil
    }
  }
}

extension Array where Element: Equatable {
  /// The element `step` places after `element`, cyclically; an absent element counts as the first.
  func neighbour(of element: Element, _ step: Int) -> Element {
    self[((firstIndex(of: element) ?? 0) + step + count) % count]
  }
}
