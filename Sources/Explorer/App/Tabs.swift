import Terminal

/// The titles of the tabs, as long as they fit beside the network and the photograph.
struct Tabs {
  static let name = " ◆ effscope "
  /// Columns for the network and the photograph beside the tabs.
  private static let subjectColumns = 17

  private(set) var titles: [(ScreenID, String)]
  /// Whether titles stand without a margin after them.
  private(set) var isClose = false
  /// Whether the program's name stands before the tabs.
  private(set) var hasName = false

  private init(_ titles: [(ScreenID, String)], isClose: Bool = false, hasName: Bool = false) {
    (self.titles, self.isClose, self.hasName) = (titles, isClose, hasName)
  }

  /// The first that fits: whole titles with ever less around them, short ones, only the current one.
  init(_ screens: [ScreenID], current: ScreenID, width: Int) {
    let whole = screens.map { ($0, $0.title) }
    let short = screens.map { ($0, $0.shortTitle) }
    let mixed = screens.map { ($0, $0 == current ? $0.title : $0.shortTitle) }
    let forms = [
      Tabs(whole, hasName: true), Tabs(whole, isClose: true, hasName: true), Tabs(whole),
      Tabs(whole, isClose: true), Tabs(mixed), Tabs(short), Tabs(short, isClose: true),
    ]
    let room = width - Self.subjectColumns
    self =
      forms.first { $0.columns(current) <= room }
      ?? Tabs(screens.map { ($0, $0 == current ? $0.title : "") })
  }

  private func columns(_ current: ScreenID) -> Int {
    titles.reduce(hasName ? Self.name.columns : 0) { sum, tab in
      let margin = tab.1.isEmpty || (isClose && tab.0 != current) ? 3 : 4
      return sum + tab.1.columns + margin
    }
  }
}
