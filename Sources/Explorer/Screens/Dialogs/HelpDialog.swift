import Terminal

struct HelpDialog {
  let screen: ScreenID
  /// The bindings of the screen, and whether each is possible now.
  let bindings: [(binding: Binding, isPossible: Bool)]
  let size: Size

  /// What the screen shows, then every binding under the heading of its group, in `width` columns.
  private func lines(_ theme: Theme, width: Int) -> [Line] {
    let lesson = screen.lesson.wrapped(to: max(1, width)).map { Line($0, theme.panel(.text)) }
    let groups = Binding.Group.allCases.flatMap { group -> [Line] in
      let members = bindings.filter { $0.binding.group == group && !$0.binding.keys.isEmpty }
      guard !members.isEmpty else { return [] }
      let title = group == .here ? screen.title : group.rawValue
      return [Line("", theme.panel(.text)), Line(title, theme.panel(.title, .bold))]
        + members.flatMap { rows(of: $0.binding, isPossible: $0.isPossible, theme, width: width) }
    }
    return lesson + groups
  }

  /// Keys and sentence of a binding; the sentence goes on in further lines.
  private func rows(of binding: Binding, isPossible: Bool, _ theme: Theme, width: Int) -> [Line] {
    let indent = size.columns < 60 ? 9 : 16
    let keys = binding.keys.map(\.label).joined(separator: " ")
    let style = theme.panel(isPossible ? .text : .muted)
    return binding.title.wrapped(to: max(8, width - indent)).enumerated().map { index, words in
      let margin = index == 0 ? "  " + keys.padded(to: indent - 2) : "".padded(to: indent)
      return Line([Span(margin, theme.panel(.key)), Span(words, style)])
    }
  }

  /// Whether there is room for two columns.
  private var isDouble: Bool { size.columns >= 116 }

  private var panelWidth: Int { min(size.columns - 2, isDouble ? 140 : 76) }

  /// Columns of the text: a panel has a border and a margin, and a scrollbar at its right.
  private var textWidth: Int { (panelWidth - 4) / (isDouble ? 2 : 1) - 2 }

  /// Rows of text that are seen at once.
  private var visibleRows: Int { max(1, size.rows - 4) }

  private func rowCount(_ lines: [Line]) -> Int {
    isDouble ? (lines.count + 1) / 2 : lines.count
  }

  func scrollLimit(_ theme: Theme) -> Int {
    max(0, rowCount(lines(theme, width: textWidth)) - visibleRows)
  }

  /// The first row after going on by a page, as the keys of pages do.
  var page: Int { max(1, visibleRows - 1) }

  func draw(_ scroll: Int, in area: Rect, _ canvas: inout Canvas) {
    let lines = lines(canvas.theme, width: textWidth)
    let pages = (rowCount(lines) + visibleRows - 1) / visibleRows
    let hint = pages > 1 ? "j k scroll · PgDn next page · Esc closes" : "Esc closes"
    let inside = canvas.panel(
      "Help: \(screen.title)", Size(panelWidth, area.height), in: area, hint: hint)
    guard isDouble else { return draw(lines[...], scroll, in: inside, &canvas) }
    let half = rowCount(lines)
    let (left, right) = inside.splitLeft(inside.width / 2)
    draw(lines[..<half], scroll, in: left, &canvas)
    draw(lines[half...], scroll, in: right, &canvas)
  }

  private func draw(_ lines: ArraySlice<Line>, _ scroll: Int, in area: Rect, _ canvas: inout Canvas)
  {
    let scroll = max(0, min(scroll, lines.count - area.height))
    for (row, line) in lines.dropFirst(scroll).prefix(area.height).enumerated() {
      canvas.frame.put(line.truncated(to: area.width - 1), area.x, area.y + row, in: area)
    }
    canvas.scrollbar(
      lines.count, from: scroll, visible: area.height, canvas.theme.panel(.border),
      x: area.maxX - 1, of: area)
  }
}

extension State {
  var help: HelpDialog {
    let bindings = preferences.keymap.bindings(on: screen).map {
      (binding: $0, isPossible: reasonAgainst($0.action) == nil)
    }
    return HelpDialog(screen: screen, bindings: bindings, size: size)
  }

  mutating func handle(_ key: Key, help scroll: Int) -> [Effect] {
    switch action(for: key) {
    case .help, .back, .quit, .activate: dialog = nil
    case .findNext, .findPrevious: break
    case let action?:
      let count = help.scrollLimit(look.theme) + 1
      let moved = Self.moved(scroll, by: action, count: count, page: help.page)
      dialog = .help(scroll: moved ?? scroll)
    case nil: break
    }
    return []
  }
}
