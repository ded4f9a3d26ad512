/// The theme files beside this one, embedded in the program.
///
/// A new theme is its file, its name in the package's list of themes, and its line here.
package enum ShippedThemes {
  /// Names and contents, in the order they are offered.
  package static let all: [(name: String, bytes: [UInt8])] = [
    ("midnight", PackageResources.midnight_toml),
    ("paper", PackageResources.paper_toml),
    ("contrast", PackageResources.contrast_toml),
  ]

  /// The theme for dark backgrounds.
  package static let defaultDark = "midnight"
  /// The theme for light backgrounds.
  package static let defaultLight = "paper"
}
