import Themes

/// The themes that ship inside the program.
package enum ThemeCatalogue {
  /// Identifiers in the order they are offered.
  package static let identifiers = ShippedThemes.all.map(\.name)

  /// The theme called `identifier`, if shipped.
  package static func theme(_ identifier: String) -> Theme? {
    guard let shipped = ShippedThemes.all.first(where: { $0.name == identifier }) else {
      return nil
    }
    return read(shipped.name, shipped.bytes).theme
  }

  /// The theme for dark rooms, which also supplies what other themes leave out.
  package static let dark = shipped(ShippedThemes.defaultDark)

  /// The theme for light rooms.
  package static let light = shipped(ShippedThemes.defaultLight)

  private static func shipped(_ name: String) -> Theme {
    guard let shipped = ShippedThemes.all.first(where: { $0.name == name }) else {
      preconditionFailure("the default theme '\(name)' is not among the shipped ones")
    }
    return read(shipped.name, shipped.bytes).theme
  }

  /// A shipped theme's source and mistakes, for tests.
  package static func read(_ name: String, _ bytes: [UInt8])
    -> (theme: Theme, mistakes: [ThemeMistake])
  {
    ThemeReader.read(
      String(decoding: bytes, as: UTF8.self), identifier: name, file: "\(name).toml",
      fallback: nil)
  }
}
