import Themes

/// The themes that can be chosen: those inside the program, then the person's own.
package enum ThemeCatalogue {
  /// A theme with what is wrong in its file.
  package typealias Entry = (theme: Theme, mistakes: [ThemeMistake])

  /// The themes inside the program, in the order they are offered.
  package static let shipped: [Entry] = ShippedThemes.all.map { read($0.name, $0.bytes) }

  /// Names of the themes inside the program, known without reading any.
  package static let shippedNames = ShippedThemes.all.map(\.name)

  /// The person's themes, by name; one that is called like a shipped theme replaces it.
  package static let own: [Entry] = ThemeFolder.standard.map { $0.themes(fallback: dark) } ?? []

  /// Every theme, in the order they are offered.
  package static let all: [Theme] = merge(shipped.map(\.theme), own.map(\.theme))

  /// Identifiers in the order they are offered, known without reading the shipped ones.
  package static let identifiers =
    shippedNames + own.map(\.theme.identifier).filter { !shippedNames.contains($0) }

  /// What is wrong in the person's theme files.
  package static let mistakes = own.flatMap(\.mistakes)

  /// The theme called `identifier`, if there is one; the others are not read for it.
  package static func theme(_ identifier: String) -> Theme? {
    if identifier == dark.identifier, own.isEmpty { return dark }
    if let own = own.first(where: { $0.theme.identifier == identifier }) { return own.theme }
    return ShippedThemes.all.first { $0.name == identifier }.map { read($0.name, $0.bytes).theme }
  }

  /// The theme for dark rooms, which also supplies what other themes leave out.
  package static let dark = shippedTheme(ShippedThemes.defaultDark)

  /// The theme for light rooms.
  package static let light = shippedTheme(ShippedThemes.defaultLight)

  /// `own` after `shipped`, or in the place of the one with the same name.
  package static func merge(_ shipped: [Theme], _ own: [Theme]) -> [Theme] {
    own.reduce(into: shipped) { all, theme in
      if let place = all.firstIndex(where: { $0.identifier == theme.identifier }) {
        all[place] = theme
      } else {
        all.append(theme)
      }
    }
  }

  private static func shippedTheme(_ name: String) -> Theme {
    guard let file = ShippedThemes.all.first(where: { $0.name == name }) else {
      preconditionFailure("the default theme '\(name)' is not among the shipped ones")
    }
    return read(file.name, file.bytes).theme
  }

  private static func read(_ name: String, _ bytes: [UInt8]) -> Entry {
    ThemeReader.read(
      String(decoding: bytes, as: UTF8.self), identifier: name, file: "\(name).toml",
      fallback: nil)
  }
}
