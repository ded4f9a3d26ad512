import Architectures
import Attribution
import Imaging
import Terminal

/// The user's settings, as the configuration file contains them.
package struct ExplorerSettings: Equatable, Sendable {
  /// Identifier of a theme; empty for `auto`.
  package var theme = ""
  package var colors: ColorDepth?
  package var pictures: PictureGlyphs?
  package var pixels: PixelWish?
  package var drawing = MapDrawing()
  package var variant = "lite0"
  package var method = "cam"
  /// Whether the last session's network, photograph and screen are restored.
  package var restoresSession = true
  package var showsHidden = false
  /// Keys that replace the standard ones, by action.
  package var keys: [Action: [Key]] = [:]

  package init() {}

  /// The standard keymap with `keys`.
  package var keymap: Keymap { Keymap().remapped(keys) }
}

/// An option of the configuration file, the Settings screen and `config print`.
package struct ConfigurationOption: Sendable {
  /// The allowed values.
  package enum Values: Equatable, Sendable {
    case choices([String])
    case flag
    /// A number from 0 to 1.
    case fraction
  }

  /// The key in the file.
  package let name: String
  /// One sentence for the screen and the file.
  package let summary: String
  package let values: Values
  /// The value as the file writes it, without quotes.
  package let value: @Sendable (ExplorerSettings) -> String
  /// Sets a value for which `accepts` is true.
  let set: @Sendable (inout ExplorerSettings, String) -> Void

  /// Every option, in display order.
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
      values: .choices(ColorMap.names), value: { $0.drawing.colorMap },
      set: { $0.drawing.colorMap = $1 }),
    ConfigurationOption(
      name: "alpha", summary: "Share of the heatmap over the photograph", values: .fraction,
      value: { "\($0.drawing.alpha)" }, set: { $0.drawing.alpha = Double($1) ?? $0.drawing.alpha }),
    ConfigurationOption(
      name: "signed", summary: "Draw evidence against the class too", values: .flag,
      value: { "\($0.drawing.isSigned)" }, set: { $0.drawing.isSigned = $1 == "true" }),
    ConfigurationOption(
      name: "variant", summary: "Network that the explorer begins with",
      values: .choices(Variant.catalogue.map(\.name)), value: { $0.variant },
      set: { $0.variant = $1 }),
    ConfigurationOption(
      name: "method", summary: "Attribution method that the CAM screen begins with",
      values: .choices(AttributionMethods.all.map(\.name)), value: { $0.method },
      set: { $0.method = $1 }),
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

  /// Whether a value is allowed.
  package func accepts(_ value: String) -> Bool {
    switch values {
    case .choices(let choices): choices.contains(value)
    case .flag: value == "true" || value == "false"
    case .fraction: Double(value).map { $0 >= 0 && $0 <= 1 } ?? false
    }
  }

  /// The allowed values as text.
  package var expectation: String {
    switch values {
    case .choices(let choices):
      choices.count > 12 ? "one of \(choices.count) names" : choices.joined(separator: ", ")
    case .flag: "true or false"
    case .fraction: "a number from 0 to 1"
    }
  }

  /// The value as TOML.
  package func toml(_ value: String) -> String {
    guard case .choices = values else { return value }
    return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// The value `step` places after a value.
  func neighbour(of value: String, step: Int) -> String {
    switch values {
    case .choices(let choices):
      return choices.neighbour(of: value, step)
    case .flag: return value == "true" ? "false" : "true"
    case .fraction:
      let number = ((Double(value) ?? 0.5) + 0.1 * Double(step)) * 10
      return "\(max(0, min(10, number.rounded())) / 10)"
    }
  }
}
