import Terminal

/// What a person set once and for all; every option has a default.
package struct Configuration: Equatable, Sendable {
  /// A theme's name.
  package var theme = ""
  package var colors: ColorDepth?
  package var pictures: PictureGlyphs?
  package var pixels: PixelWish?
  package var colorMap = HeatPalette.names[0]
  package var alpha = 0.5
  package var isSigned = false
  package var variant = "lite0"
  package var method = "cam"
  /// Whether the last session's network, photograph and screen come back.
  package var restoresSession = true
  package var showsHidden = false
  /// Keys for actions, in place of the standard ones.
  package var keys: [Action: [Key]] = [:]

  package init() {}

  /// The standard keymap with the person's keys.
  package var keymap: Keymap { Keymap().remapped(keys) }
}

/// One option of the configuration: the file, the Settings screen and `config print` are made of these.
package struct ConfigurationOption: Sendable {
  /// What may be set.
  package enum Values: Equatable, Sendable {
    case choices([String])
    case flag
    /// A number from 0 to 1.
    case share
  }

  /// The key in the file.
  package let name: String
  /// One sentence for the screen and the file.
  package let summary: String
  package let values: Values
  /// The value as the file writes it, without quotes.
  package let value: @Sendable (Configuration) -> String
  /// Sets a value that `accepts` it.
  let set: @Sendable (inout Configuration, String) -> Void

  /// Every option, in the order in which they are shown.
  package static let all: [ConfigurationOption] = [
    ConfigurationOption(
      name: "theme", summary: "Colour theme; auto follows the terminal's background",
      values: .choices(["auto"] + ThemeCatalogue.identifiers),
      value: { $0.theme.isEmpty ? "auto" : $0.theme },
      set: { $0.theme = $1 == "auto" ? "" : $1 }),
    ConfigurationOption(
      name: "colors", summary: "Colours of the terminal (from the next start)",
      values: .choices(["auto"] + ColorDepth.allCases.map(\.rawValue)),
      value: { $0.colors?.rawValue ?? "auto" }, set: { $0.colors = ColorDepth(rawValue: $1) }),
    ConfigurationOption(
      name: "pictures", summary: "Characters that draw pictures",
      values: .choices(["auto"] + PictureGlyphs.allCases.map(\.rawValue)),
      value: { $0.pictures?.rawValue ?? "auto" },
      set: { $0.pictures = PictureGlyphs(rawValue: $1) }),
    ConfigurationOption(
      name: "pixels", summary: "Protocol of full resolution; auto asks the terminal",
      values: .choices(["auto"] + PixelWish.allCases.map(\.rawValue)),
      value: { $0.pixels?.rawValue ?? "auto" }, set: { $0.pixels = PixelWish(rawValue: $1) }),
    ConfigurationOption(
      name: "colormap", summary: "Colour map of heatmaps and channels",
      values: .choices(HeatPalette.names), value: { $0.colorMap }, set: { $0.colorMap = $1 }),
    ConfigurationOption(
      name: "alpha", summary: "Share of the heatmap over the photograph", values: .share,
      value: { "\($0.alpha)" }, set: { $0.alpha = Double($1) ?? $0.alpha }),
    ConfigurationOption(
      name: "signed", summary: "Draw evidence against the class too", values: .flag,
      value: { "\($0.isSigned)" }, set: { $0.isSigned = $1 == "true" }),
    ConfigurationOption(
      name: "variant", summary: "Network that the explorer begins with",
      values: .choices(ConfigurationNames.variants), value: { $0.variant },
      set: { $0.variant = $1 }),
    ConfigurationOption(
      name: "method", summary: "Attribution method that the CAM screen begins with",
      values: .choices(ConfigurationNames.methods), value: { $0.method }, set: { $0.method = $1 }),
    ConfigurationOption(
      name: "restore-session", summary: "Come back to the last network, photograph and screen",
      values: .flag, value: { "\($0.restoresSession)" },
      set: { $0.restoresSession = $1 == "true" }),
    ConfigurationOption(
      name: "hidden-files", summary: "List hidden files", values: .flag,
      value: { "\($0.showsHidden)" }, set: { $0.showsHidden = $1 == "true" }),
  ]

  package static func named(_ name: String) -> ConfigurationOption? {
    all.first { $0.name == name }
  }

  /// Whether a value may be set.
  package func accepts(_ value: String) -> Bool {
    switch values {
    case .choices(let choices): choices.contains(value)
    case .flag: value == "true" || value == "false"
    case .share: Double(value).map { $0 >= 0 && $0 <= 1 } ?? false
    }
  }

  /// What may be set, in words.
  package var expectation: String {
    switch values {
    case .choices(let choices):
      choices.count > 12 ? "one of \(choices.count) names" : choices.joined(separator: ", ")
    case .flag: "true or false"
    case .share: "a number from 0 to 1"
    }
  }

  /// The value as TOML.
  package func toml(_ value: String) -> String {
    guard case .choices = values else { return value }
    return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// The value that follows or precedes one.
  func neighbour(of value: String, step: Int) -> String {
    switch values {
    case .choices(let choices):
      let index = choices.firstIndex(of: value) ?? 0
      return choices[(index + step + choices.count) % choices.count]
    case .flag: return value == "true" ? "false" : "true"
    case .share:
      let number = ((Double(value) ?? 0.5) + 0.1 * Double(step)) * 10
      return "\(max(0, min(10, number.rounded())) / 10)"
    }
  }
}
