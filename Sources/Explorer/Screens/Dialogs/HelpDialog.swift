import Terminal

extension State {
  /// The help's lines: every binding of the screen under its heading.
  private func helpLines(_ theme: Theme) -> [Line] {
    let bindings = keymap.bindings(on: screen)
    let titles = [Binding.Group.here: screen.title]
    return Binding.Group.allCases.flatMap { group -> [Line] in
      let members = bindings.filter { $0.group == group }
      guard !members.isEmpty else { return [] }
      let heading = Line(titles[group] ?? group.rawValue, theme.panel(.title, .bold))
      let rows = members.map { binding -> Line in
        let keys = binding.keys.map(\.label).joined(separator: " ")
        let isPossible = reasonAgainst(binding.action) == nil
        return Line([
          Span("  " + keys.padded(to: size.columns < 60 ? 7 : 14), theme.panel(.key)),
          Span(binding.title, theme.panel(isPossible ? .text : .muted)),
        ])
      }
      return [heading] + rows + [Line("", theme.panel(.text))]
    }
  }

  /// As wide as the longest line needs, in two columns where there is room.
  private func helpArea(_ lines: [Line], in area: Rect) -> Size {
    let longest = (lines.map(\.columns).max() ?? 0) + 3
    let wanted = area.width >= 120 ? max(116, 2 * longest + 4) : 74
    return Size(min(area.width - 2, wanted), area.height)
  }

  /// How far the help can be scrolled.
  var helpScrollLimit: Int {
    let rows = max(1, size.rows - 4)
    let isDouble = size.columns >= 120
    let lines = helpLines(look.theme).count
    return max(0, (isDouble ? (lines + 1) / 2 : lines) - rows)
  }

  func drawHelp(_ scroll: Int, in area: Rect, _ canvas: inout Canvas) {
    let lines = helpLines(canvas.theme)
    let inside = panel(
      "Keys", helpArea(lines, in: area), in: area, hint: "j k scroll · Esc closes", &canvas)
    if area.width >= 120 {
      let half = (lines.count + 1) / 2
      let (left, right) = inside.splitLeft(inside.width / 2)
      draw(Array(lines[..<half]), scroll, in: left, &canvas)
      draw(Array(lines[half...]), scroll, in: right, &canvas)
    } else {
      draw(lines, scroll, in: inside, &canvas)
    }
  }

  private func draw(_ lines: [Line], _ scroll: Int, in area: Rect, _ canvas: inout Canvas) {
    let scroll = max(0, min(scroll, lines.count - area.height))
    for (row, line) in lines.dropFirst(scroll).prefix(area.height).enumerated() {
      canvas.frame.put(line.truncated(to: area.width - 1), area.x, area.y + row, in: area)
    }
    canvas.draw(
      Scrollbar(
        count: lines.count, visible: scroll..<min(lines.count, scroll + area.height),
        style: canvas.theme.panel(.border)),
      in: Rect(area.maxX - 1, area.y, 1, area.height))
  }
}
