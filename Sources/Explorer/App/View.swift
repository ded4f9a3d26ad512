import Terminal

extension State {
  /// The smallest screen that the explorer can be used on.
  package static let smallest = Size(40, 12)

  /// The screen as it should look.
  package var frame: Frame { canvas.frame }

  /// The screen with its clickable areas.
  package var canvas: Canvas {
    var canvas = Canvas(size, look: look)
    guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
      drawTooSmall(&canvas)
      return canvas
    }
    let (header, rest) = canvas.frame.bounds.splitTop(1)
    let (body, footer) = rest.splitBottom(1)
    drawTabs(in: header, &canvas)
    currentScreen.draw(in: body, &canvas)
    drawFooter(in: footer, &canvas)
    drawDialog(in: body, &canvas)
    return canvas
  }

  private func drawTooSmall(_ canvas: inout Canvas) {
    let (needed, found) = (Self.smallest, size)
    let text =
      "Effscope needs \(needed.columns)×\(needed.rows) cells, "
      + "this window has \(found.columns)×\(found.rows). q quits."
    for (row, line) in text.wrapped(to: max(1, size.columns)).enumerated() {
      canvas.frame.put(line, 0, row, canvas.theme.style(.text))
    }
  }

  private func drawTabs(in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    var x = area.x
    let tabs = Tabs(shownTabs, current: screen, width: area.width)
    if tabs.hasName { x += canvas.frame.put(Tabs.name, x, area.y, theme.style(.accent, .bold)) }
    for (tab, title) in tabs.titles {
      let start = x
      if tab == screen {
        x += canvas.frame.put(" \(tab.rawValue) \(title) ", x, area.y, theme.currentTab)
      } else {
        x += canvas.frame.put(" \(tab.rawValue)", x, area.y, theme.style(.key))
        let word = title.isEmpty || tabs.isClose ? " \(title)" : " \(title) "
        x += canvas.frame.put(word, x, area.y, theme.style(.muted))
      }
      canvas.hit(Rect(start, area.y, x - start, 1), .action(tab.action))
    }
    drawSubject(in: Rect(x + 1, area.y, area.maxX - x - 2, 1), &canvas)
  }

  /// The gallery has a tab only while a library is open.
  private var shownTabs: [ScreenID] {
    ScreenID.allCases.filter { $0 != .gallery || screens.gallery.library != nil }
  }

  /// Network and photograph at the right end of the tabs.
  private func drawSubject(in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    var spans = [Span(subject.network.variant, theme.style(.text, .bold))]
    if subject.network.isUntrained { spans.append(Span(" untrained", theme.style(.warning))) }
    if let path = subject.wantedPicture {
      let used = spans.reduce(0) { $0 + $1.text.columns }
      let name = path.lastPathComponent.truncated(to: max(0, area.width - used - 3))
      if !name.isEmpty {
        spans.append(Span(" · ", theme.style(.muted)))
        spans.append(Span(name, theme.style(.text)))
      }
    }
    let line = Line(spans)
    guard line.columns <= area.width else { return }
    canvas.frame.put(line, area.maxX - line.columns, area.y)
  }

  private static let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

  private func drawFooter(in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    if let path = typedFilter {
      let filter = self[keyPath: path]
      let label = " filter: "
      canvas.frame.put(label, area.x, area.y, theme.style(.key))
      filter.field.draw(
        in: Rect(area.x + label.columns, area.y, area.width - label.columns, 1),
        of: &canvas.frame, style: theme.style(.text))
      return
    }
    if let notice {
      canvas.text(" \(notice.kind.mark) \(notice.text)", notice.kind.role, row: 0, of: area)
      return
    }
    if case .pixels(let preview) = dialog, let format = preview.picture?.format {
      let words =
        " \(keyName(.back)) goes back · full resolution by \(format.rawValue) · keys of the screen "
        + "change the picture"
      return canvas.text(words, .muted, row: 0, of: area)
    }
    var x = area.x
    if let job = jobs.shown, job.ticks > 1 {
      let frame = Self.spinner[job.ticks % Self.spinner.count]
      let percent = job.fraction.map { " " + Numbers.fixed($0 * 100, 0) + " %" } ?? ""
      let text = " \(frame) \(job.text ?? job.job.kind.activity)\(percent) "
      x += canvas.frame.put(text.truncated(to: area.width / 2), x, area.y, theme.style(.accent))
    }
    drawHints(in: Rect(x, area.y, area.maxX - x, 1), &canvas)
  }

  /// Draws key hints; help and quit are always at the end.
  private func drawHints(in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let hinted = preferences.keymap.bindings(on: screen).filter { $0.hint != nil }
    func width(_ binding: Binding) -> Int {
      binding.label.columns + (binding.hint ?? "").columns + 3
    }
    let fixed = hinted.filter { $0.action == .help || $0.action == .quit }
    var room = area.width - fixed.reduce(0) { $0 + width($1) }
    var shown: [Binding] = []
    for binding in hinted where !fixed.contains(binding) && width(binding) <= room {
      shown.append(binding)
      room -= width(binding)
    }
    var x = area.x
    func put(_ binding: Binding) {
      let start = x
      let isPossible = reasonAgainst(binding.action) == nil
      x += canvas.frame.put(
        " " + binding.label, x, area.y, theme.style(isPossible ? .key : .muted), in: area)
      x += canvas.frame.put(
        " \(binding.hint ?? "") ", x, area.y, theme.style(.muted), in: area)
      canvas.hit(Rect(start, area.y, x - start, 1), .action(binding.action))
    }
    for binding in shown { put(binding) }
    x = max(x, area.maxX - fixed.reduce(0) { $0 + width($1) })
    for binding in fixed { put(binding) }
  }
}
