import Themes

/// The themes that can be selected: shipped with the program, then the user's own.
package enum ThemeCatalogue {
  /// A theme and the mistakes in its file.
  package typealias Entry = (theme: Theme, mistakes: [ThemeMistake])

  /// The shipped themes in display order.
  package static let shipped: [Entry] = ShippedThemes.all.map { read($0.name, $0.bytes) }

  /// The names of the shipped themes; does not parse the files.
  package static let shippedNames = ShippedThemes.all.map(\.name)

  /// The user's themes, sorted by name; one with the name of a shipped theme replaces it.
  package static let own: [Entry] = ThemeFolder.standard.map { $0.themes(fallback: dark) } ?? []

  /// All themes in display order.
  package static let all: [Theme] = merge(shipped.map(\.theme), own.map(\.theme))

  /// All identifiers in display order; does not parse the shipped files.
  package static let identifiers =
    shippedNames + own.map(\.theme.identifier).filter { !shippedNames.contains($0) }

  /// The mistakes in the user's theme files.
  package static let mistakes = own.flatMap(\.mistakes)

  /// The theme with an identifier, nil if there is none; parses no other shipped file.
  package static func theme(_ identifier: String) -> Theme? {
    if identifier == dark.identifier, own.isEmpty { return dark }
    return own.first { $0.theme.identifier == identifier }?.theme ?? shippedTheme(identifier)
  }

  /// The default dark theme; it supplies the colours that other themes leave out.
  package static let dark = defaultTheme(ShippedThemes.defaultDark)

  /// The default light theme.
  package static let light = defaultTheme(ShippedThemes.defaultLight)

  /// `shipped` followed by `own`; a theme of `own` replaces a shipped one of the same name.
  package static func merge(_ shipped: [Theme], _ own: [Theme]) -> [Theme] {
    own.reduce(into: shipped) { all, theme in
      if let place = all.firstIndex(where: { $0.identifier == theme.identifier }) {
        all[place] = theme
      } else {
        all.append(theme)
      }
    }
  }

  private static func defaultTheme(_ name: String) -> Theme {
    guard let theme = shippedTheme(name) else {
      preconditionFailure("the default theme '\(name)' is not among the shipped ones")
    }
    return theme
  }

  private static func shippedTheme(_ name: String) -> Theme? {
    ShippedThemes.all.first { $0.name == name }.map { read($0.name, $0.bytes).theme }
  }

  private static func read(_ name: String, _ bytes: [UInt8]) -> Entry {
    ThemeReader.read(
      String(decoding: bytes, as: UTF8.self), identifier: name, file: "\(name).toml",
      fallback: nil)
  }
}
