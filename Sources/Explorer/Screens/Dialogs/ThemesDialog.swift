import Terminal

/// The list of themes; the theme under the cursor is shown at once.
package struct ThemePicker: Equatable, Sendable {
  /// The theme that Escape restores.
  var former: Theme
  var cursor: Int

  func draw(in area: Rect, _ canvas: inout Canvas) {
    let rows = ThemeCatalogue.all.map { theme -> (String, String, Theme.Role) in
      (theme.name, theme.appearance.rawValue, .text)
    }
    let inside = canvas.panel(
      "Themes", Size(36, min(rows.count + 2, area.height)), in: area,
      hint: "Enter keeps · Esc goes back")
    canvas.list(rows, cursor: cursor, in: inside)
  }
}

extension State {
  mutating func handle(_ key: Key, _ picker: ThemePicker) -> [Effect] {
    switch action(for: key) {
    case .back, .quit:
      look.theme = picker.former
      dialog = nil
    case .activate, .chooseTheme:
      dialog = nil
      return ConfigurationOption.named("theme").map { set($0, look.theme.identifier) } ?? []
    case let action?:
      let count = ThemeCatalogue.identifiers.count
      guard let cursor = Self.moved(picker.cursor, by: action, count: count, page: page) else {
        return []
      }
      var picker = picker
      preview(cursor, &picker)
    case nil: if key.code == .enter { dialog = nil }
    }
    return []
  }

  /// Moves the cursor to a theme and shows it.
  mutating func preview(_ row: Int, _ picker: inout ThemePicker) {
    picker.cursor = row
    look.theme = ThemeCatalogue.theme(ThemeCatalogue.identifiers[row]) ?? look.theme
    dialog = .themes(picker)
  }
}
