import Terminal

/// The command palette: every action of the screen, found by typing.
package struct Palette: Equatable, Sendable {
  package var query = TextField()
  package var cursor = 0

  package init() {}
}

/// The list of themes; moving through it shows each at once.
package struct ThemePicker: Equatable, Sendable {
  /// What Esc goes back to.
  package var former: Theme
  package var cursor: Int

  package init(former: Theme, cursor: Int) {
    self.former = former
    self.cursor = cursor
  }
}

/// The search among all classes.
package struct ClassPicker: Equatable, Sendable {
  package var query = TextField()
  package var cursor = 0
  /// Whether the class is the one to be told apart from.
  package var isRival: Bool

  package init(isRival: Bool = false) { self.isRival = isRival }

  /// The search for a text.
  init(query: String) {
    self.init()
    self.query = TextField(query)
  }

  /// The classes that match, best first: by index, by the beginning of a name, by part of it.
  package func matches(in classes: [RankedClass]) -> [RankedClass] {
    let wanted = query.text.lowercased()
    guard !wanted.isEmpty else { return classes }
    let index = Int(wanted)
    func score(_ item: RankedClass) -> Int? {
      if item.index == index { return 0 }
      let label = item.label.lowercased()
      if label.hasPrefix(wanted) { return 1 }
      if label.contains(" " + wanted) { return 2 }
      return label.contains(wanted) ? 3 : nil
    }
    return classes.compactMap { item in score(item).map { (item, $0) } }
      .enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
      .map(\.element.0)
  }
}

/// What to do for a network without weights.
package struct WeightsDialog: Equatable, Sendable {
  package var variant: String
  package var canPull: Bool
  package var cursor = 0

  package init(variant: String, canPull: Bool) {
    self.variant = variant
    self.canPull = canPull
  }

  /// The choices, in order.
  package enum Choice: Sendable {
    case pull, untrained, cancel
  }

  package var choices: [Choice] { canPull ? [.pull, .untrained, .cancel] : [.untrained, .cancel] }
}
