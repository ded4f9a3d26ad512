/// The theme files in this folder, embedded in the program.
///
/// To add a theme: add its file, its name to the list of themes in `Package.swift`, and a line here.
package enum ShippedThemes {
  /// Names and file contents in display order.
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
