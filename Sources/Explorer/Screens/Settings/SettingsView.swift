import Explanations
import Terminal

/// The options of the configuration file.
struct SettingsScreen: ScreenView {
  let settings: SettingsState
  let values: ExplorerSettings
  let context: ScreenContext

  var command: CommandLineText { CommandLineText("config", "edit") }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let mistakes = settings.mistakes
    let foot = mistakes.isEmpty ? 3 : min(area.height / 2, mistakes.count + 3)
    let (top, bottom) = area.splitBottom(area.height >= 16 ? foot : 0)
    let inside = mainPane("Settings", in: top, note: "kept in the configuration file", &canvas)
      .inset(1, 0)
    canvas.table(
      [.init("Option", 15), .init("Value", 16), .init("", 24, isFlexible: true, dropOrder: 1)],
      ConfigurationOption.all.map { option in
        let value = option.value(values)
        let isStandard = value == option.value(ExplorerSettings())
        return [
          .text(option.name, theme.style(.text)),
          .text("‹ \(value) ›", theme.style(isStandard ? .muted : .accent)),
          .text(option.summary, theme.style(.muted)),
        ]
      }, selected: settings.cursor, in: inside)
    guard !bottom.isEmpty else { return }
    let detail = canvas.pane(
      mistakes.isEmpty ? settings.option.name : "Mistakes in the file", in: bottom
    ).inset(1, 0)
    if mistakes.isEmpty {
      canvas.text(
        "\(settings.option.summary): \(settings.option.expectation)", .muted, row: 0, of: detail)
    }
    canvas.lines(mistakes.map(\.sentence), .warning, in: detail)
  }
}
