import Terminal

/// The settings in effect, and the values that stand for `auto`.
package struct Preferences: Sendable {
  package var settings = ExplorerSettings()
  package var keymap = Keymap()
  /// Theme that `auto` stands for.
  var automaticTheme = ThemeCatalogue.dark
  /// Characters of pictures that `auto` stands for.
  var automaticGlyphs = PictureGlyphs.half
  /// Whether the command line chose the theme; settings and terminal do not change it then.
  package var isThemeGiven = false
}

/// The terminal's size, and its replies to the program's questions.
package struct TerminalState: Sendable {
  /// Columns and rows.
  var size = Size(0, 0)
  /// The replies so far; nil if the terminal was not asked.
  package var interview: TerminalQueries?
  /// The pixel protocol that the command line chose.
  var pixelWish: PixelWish?
  /// Tenths of a second since the questions were sent.
  private var ticksUnanswered = 0

  /// Stops waiting when a reply takes longer than `TerminalQueries.patience`.
  mutating func tick() {
    guard interview?.isOver == false else { return }
    ticksUnanswered += 1
    if ticksUnanswered * 100 >= TerminalQueries.patience { interview?.giveUp() }
  }
}

extension State {
  /// Puts settings into effect.
  package mutating func apply(_ settings: ExplorerSettings) {
    preferences.settings = settings
    preferences.keymap = settings.keymap
    if !preferences.isThemeGiven {
      look.theme = ThemeCatalogue.theme(settings.theme) ?? preferences.automaticTheme
    }
    look.painter.glyphs = settings.pictures ?? preferences.automaticGlyphs
    look.colorMap = settings.drawing.colorMap
    look.alpha = settings.drawing.alpha
    look.isSigned = settings.drawing.isSigned
    screens.cam.choose(method: settings.method)
    screens.files.showsHidden = settings.showsHidden
  }

  /// Records a reply of the terminal; its background decides the automatic theme.
  mutating func take(_ reply: TerminalReply) {
    terminal.interview?.note(reply)
    guard case .background = reply, let appearance = terminal.interview?.appearance else { return }
    preferences.automaticTheme = appearance == .light ? ThemeCatalogue.light : ThemeCatalogue.dark
    if preferences.settings.theme.isEmpty, !preferences.isThemeGiven {
      look.theme = preferences.automaticTheme
    }
  }
}
