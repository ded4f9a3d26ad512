import Terminal

struct HelpDialog {
  let screen: ScreenID
  /// The bindings of the screen, and whether each is possible now.
  let bindings: [(binding: Binding, isPossible: Bool)]
  let size: Size

  /// Every binding under the heading of its group.
  private func lines(_ theme: Theme) -> [Line] {
    Binding.Group.allCases.flatMap { group -> [Line] in
      let members = bindings.filter { $0.binding.group == group }
      guard !members.isEmpty else { return [] }
      let title = group == .here ? screen.title : group.rawValue
      let heading = Line(title, theme.panel(.title, .bold))
      let rows = members.map { binding, isPossible -> Line in
        let keys = binding.keys.map(\.label).joined(separator: " ")
        return Line([
          Span("  " + keys.padded(to: size.columns < 60 ? 7 : 14), theme.panel(.key)),
          Span(binding.title, theme.panel(isPossible ? .text : .muted)),
        ])
      }
      return [heading] + rows + [Line("", theme.panel(.text))]
    }
  }

  /// Whether there is room for two columns.
  private var isDouble: Bool { size.columns >= 120 }

  func scrollLimit(_ theme: Theme) -> Int {
    let lines = lines(theme).count
    return max(0, (isDouble ? (lines + 1) / 2 : lines) - max(1, size.rows - 4))
  }

  func draw(_ scroll: Int, in area: Rect, _ canvas: inout Canvas) {
    let lines = lines(canvas.theme)
    let longest = (lines.map(\.columns).max() ?? 0) + 3
    let wanted = isDouble ? max(116, 2 * longest + 4) : 74
    let inside = canvas.panel(
      "Keys", Size(min(area.width - 2, wanted), area.height), in: area,
      hint: "j k scroll · Esc closes")
    guard isDouble else { return draw(lines[...], scroll, in: inside, &canvas) }
    let half = (lines.count + 1) / 2
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
    case let action:
      let count = help.scrollLimit(look.theme) + 1
      dialog = .help(scroll: moved(scroll, by: action, count: count))
    }
    return []
  }
}
