/// The colours of the program by role.
package struct Theme: Equatable, Sendable {
  /// The use of a colour; the raw value is its key in a theme file.
  package enum Role: String, CaseIterable, Sendable {
    case background, panel, text, muted, title, accent, key, border, focus
    case selection
    case selectionText = "selection-text"
    case tab
    case tabText = "tab-text"
    case success, warning, error
    case barLow = "bar-low"
    case barMiddle = "bar-middle"
    case barHigh = "bar-high"
    case barTrack = "bar-track"
    case series1 = "series-1"
    case series2 = "series-2"
    case series3 = "series-3"
    case series4 = "series-4"
  }

  /// A dark theme (bright text on a dark background) or a light theme.
  package enum Appearance: String, Sendable { case dark, light }

  /// The name on the command line, from the file's name: `midnight`.
  package let identifier: String
  /// The displayed name: `Midnight`.
  package let name: String
  package let appearance: Appearance
  private let colors: [Color]

  /// A theme; roles without a colour use the colour of `fallback`.
  package init(
    identifier: String, name: String, appearance: Appearance, colors: [Role: Color],
    fallback: Theme? = nil
  ) {
    (self.identifier, self.name, self.appearance) = (identifier, name, appearance)
    self.colors = Role.allCases.map { colors[$0] ?? fallback?[$0] ?? .terminal }
  }

  /// The colour for a role.
  package subscript(role: Role) -> Color {
    colors[Role.allCases.firstIndex(of: role) ?? 0]
  }

  /// A style with the role's colour on the background.
  package func style(_ role: Role, _ attributes: Style.Attributes = []) -> Style {
    Style(self[role], on: self[.background], attributes)
  }

  /// A style with the role's colour on the panel of a dialog.
  package func panel(_ role: Role, _ attributes: Style.Attributes = []) -> Style {
    Style(self[role], on: self[.panel], attributes)
  }

  /// The style of the selected row.
  package var selected: Style { Style(self[.selectionText], on: self[.selection]) }

  /// The style of the current tab.
  package var currentTab: Style { Style(self[.tabText], on: self[.tab], .bold) }

  /// The colour of the bar gradient at `position` (0…1).
  package func gradient(_ position: Double) -> Color {
    guard let low = self[.barLow].rgb, let middle = self[.barMiddle].rgb,
      let high = self[.barHigh].rgb
    else { return self[position < 0.34 ? .barLow : position < 0.67 ? .barMiddle : .barHigh] }
    let position = max(0, min(1, position))
    return .rgb(
      position < 0.5
        ? low.blended(with: middle, position * 2) : middle.blended(with: high, position * 2 - 1))
  }
}

extension Theme {
  /// All pairs of text and background roles in use; tests check their contrast.
  package static let textPairs: [(text: Role, on: Role)] = [
    (.text, .background), (.muted, .background), (.title, .background), (.accent, .background),
    (.key, .background), (.success, .background), (.warning, .background), (.error, .background),
    (.text, .panel), (.muted, .panel), (.title, .panel), (.accent, .panel), (.key, .panel),
    (.success, .panel), (.warning, .panel), (.error, .panel), (.selectionText, .selection),
    (.tabText, .tab), (.series1, .background), (.series2, .background), (.series3, .background),
    (.series4, .background), (.barLow, .background), (.barMiddle, .background),
    (.barHigh, .background),
  ]
}
