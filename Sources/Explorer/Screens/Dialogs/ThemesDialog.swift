import Terminal

/// The list of themes; the theme under the cursor is shown at once.
package struct ThemePicker: Equatable, Sendable {
  /// The theme that Escape restores.
  var former: Theme
  var cursor: Int

  func draw(in area: Rect, _ canvas: inout Canvas) {
    let inside = canvas.panel(
      "Themes", Size(36, min(ThemeCatalogue.all.count + 2, area.height)), in: area,
      hint: "Enter keeps · Esc goes back")
    canvas.list(
      ThemeCatalogue.all.map { ($0.name, $0.appearance.rawValue, .text) }, cursor: cursor,
      in: inside)
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
      if let cursor = Self.moved(picker.cursor, by: action, count: count, page: page) {
        preview(cursor, picker)
      }
    case nil: if key.code == .enter { dialog = nil }
    }
    return []
  }

  mutating func preview(_ row: Int, _ picker: ThemePicker) {
    look.theme = ThemeCatalogue.theme(ThemeCatalogue.identifiers[row]) ?? look.theme
    dialog = .themes(ThemePicker(former: picker.former, cursor: row))
  }
}
