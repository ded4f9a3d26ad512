import Terminal

/// Keys, the action they stand for, where, and the words for it.
package struct Binding: Equatable, Sendable {
  package var action: Action
  package var keys: [Key]
  package var screens: Set<ScreenID>
  /// The sentence in the help and the palette.
  package var title: String
  /// The word in the footer; nil keeps the binding out of it.
  package var hint: String?
  package var group: Group

  init(
    _ action: Action, _ keys: String, on screens: Set<ScreenID> = Set(ScreenID.allCases),
    _ title: String, hint: String? = nil, group: Group = .here
  ) {
    self.keys = keys.split(separator: " ").compactMap { Key(name: String($0)) }
    (self.action, self.screens, self.group) = (action, screens, group)
    (self.title, self.hint) = (title, hint)
  }

  /// The binding on one screen only.
  func on(_ screen: ScreenID) -> Binding {
    var binding = self
    binding.screens = [screen]
    return binding
  }

  /// The first keys as hints show them: `j k`, `PgUp`.
  package var label: String { keys.first?.label ?? "" }

  /// A heading of the help.
  package enum Group: String, CaseIterable, Sendable {
    case here = "This screen"
    case move = "Move"
    case look = "Look"
    case screens = "Screens"
    case program = "Program"
  }
}
