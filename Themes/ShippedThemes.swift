/// The theme files beside this one, embedded in the program.
///
/// A new theme is its file, its name in the package's list of themes, and its line here.
package enum ShippedThemes {
  /// Names and contents, in the order they are offered.
  package static let all: [(name: String, bytes: [UInt8])] = [
    ("midnight", PackageResources.midnight_toml),
    ("paper", PackageResources.paper_toml),
    ("contrast", PackageResources.contrast_toml),
    ("colour-blind", PackageResources.colour_blind_toml),
    ("monochrome", PackageResources.monochrome_toml),
    ("terminal", PackageResources.terminal_toml),
    ("nord", PackageResources.nord_toml),
    ("gruvbox", PackageResources.gruvbox_toml),
    ("solarized-dark", PackageResources.solarized_dark_toml),
    ("solarized-light", PackageResources.solarized_light_toml),
    ("dracula", PackageResources.dracula_toml),
    ("catppuccin", PackageResources.catppuccin_toml),
  ]

  /// The theme for dark backgrounds.
  package static let defaultDark = "midnight"
  /// The theme for light backgrounds.
  package static let defaultLight = "paper"
}
