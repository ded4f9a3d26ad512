import Terminal

extension State {
  /// Draws what lies in front of the screen.
  func drawOverlay(in area: Rect, _ canvas: inout Canvas) {
    switch overlay {
    case .help(let scroll): drawHelp(scroll, in: area, &canvas)
    case .welcome(let dialog): drawWelcome(dialog, in: area, &canvas)
    case .tour(let step): drawTour(step, in: area, &canvas)
    case .comparison(let scroll): drawComparison(scroll, in: area, &canvas)
    case .palette(let palette): drawPalette(palette, in: area, &canvas)
    case .themes(let picker): drawThemes(picker, in: area, &canvas)
    case .classes(let picker): drawClassPicker(picker, in: area, &canvas)
    case .export(let dialog): drawExport(dialog, in: area, &canvas)
    case .pixels(let preview): drawPixels(preview, in: area, &canvas)
    case .weights(let dialog): drawWeights(dialog, in: area, &canvas)
    case nil: break
    }
  }

  /// A panel of a size in the middle; returns what is inside.
  func panel(
    _ title: String, _ size: Size, in area: Rect, hint: String, _ canvas: inout Canvas
  ) -> Rect {
    let theme = canvas.theme
    let place = area.centered(size)
    canvas.frame.cursor = nil
    canvas.frame.fill(place, theme.panel(.text))
    canvas.draw(
      Box(
        title: Line(title, theme.panel(.title, .bold)), caption: Line(hint, theme.panel(.muted)),
        border: theme.panel(.focus)), in: place)
    return Box.inside(place).inset(1, 0)
  }

  private func drawPalette(_ palette: Palette, in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let entries = paletteEntries(palette.query.text)
    let inside = panel(
      "Commands", Size(min(72, area.width - 4), min(18, area.height)), in: area,
      hint: "Enter does it · Esc closes", &canvas)
    let (field, list) = inside.splitTop(1)
    canvas.frame.put("›", field.x, field.y, theme.panel(.key))
    palette.query.draw(
      in: Rect(field.x + 2, field.y, field.width - 2, 1), of: &canvas.frame,
      style: theme.panel(.text))
    guard !entries.isEmpty else { return canvas.message("no such command", in: list) }
    drawList(
      entries.map { binding in
        let reason = reasonAgainst(binding.action)
        return (
          binding.title + (reason.map { " (\($0))" } ?? ""), binding.label,
          reason == nil ? Theme.Role.text : .muted
        )
      }, cursor: palette.cursor, in: list, &canvas)
  }

  /// Rows with a word at the right, on a panel.
  func drawList(
    _ rows: [(text: String, note: String, role: Theme.Role)], cursor: Int, in area: Rect,
    _ canvas: inout Canvas
  ) {
    let theme = canvas.theme
    let first = Table.offset(selected: cursor, count: rows.count, visible: area.height)
    for line in 0..<max(0, min(area.height, rows.count - first)) {
      let row = rows[first + line]
      let place = Rect(area.x, area.y + line, area.width, 1)
      let isSelected = first + line == cursor
      let style = isSelected ? theme.selected : theme.panel(row.role)
      if isSelected { canvas.frame.fill(place, style) }
      let noteWidth = row.note.columns
      canvas.frame.put(
        row.text.truncated(to: max(0, area.width - noteWidth - 2)), place.x, place.y, style,
        in: place)
      canvas.frame.put(
        row.note, place.maxX - noteWidth, place.y, isSelected ? style : theme.panel(.key), in: place
      )
      canvas.hit(place, .overlayRow(first + line))
    }
  }

  private func drawThemes(_ picker: ThemePicker, in area: Rect, _ canvas: inout Canvas) {
    let rows = ThemeCatalogue.all.map { theme -> (String, String, Theme.Role) in
      (theme.name, theme.appearance.rawValue, .text)
    }
    let inside = panel(
      "Themes", Size(36, min(rows.count + 2, area.height)), in: area,
      hint: "Enter keeps · Esc goes back", &canvas)
    drawList(rows, cursor: picker.cursor, in: inside, &canvas)
  }

  private func drawClassPicker(_ picker: ClassPicker, in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let matches = picker.matches(in: subject.currentAnswer?.classes ?? [])
    let inside = panel(
      picker.isRival ? "Tell apart from" : "Find a class",
      Size(min(60, area.width - 4), min(18, area.height)), in: area,
      hint: "Enter explains it · Esc closes", &canvas)
    let (field, list) = inside.splitTop(1)
    canvas.frame.put("›", field.x, field.y, theme.panel(.key))
    picker.query.draw(
      in: Rect(field.x + 2, field.y, field.width - 2, 1), of: &canvas.frame,
      style: theme.panel(.text))
    guard !matches.isEmpty else {
      return canvas.message("no class has this name or index", in: list)
    }
    drawList(
      matches.map { item in
        ("\(item.index)".padded(to: 5) + item.label, Numbers.percent(item.probability), .text)
      }, cursor: picker.cursor, in: list, &canvas)
  }

  private func drawWeights(_ dialog: WeightsDialog, in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let inside = panel(
      "No weights for \(dialog.variant)", Size(min(58, area.width - 4), dialog.choices.count + 5),
      in: area, hint: "Enter chooses · Esc closes", &canvas)
    canvas.frame.put(
      "Its weights are not installed.".truncated(to: inside.width), inside.x, inside.y,
      theme.panel(.muted), in: inside)
    let rows = dialog.choices.map { choice -> (String, String, Theme.Role) in
      switch choice {
      case .pull: ("Pull them now", "", .text)
      case .untrained: ("Use random weights: shapes and timings only", "", .text)
      case .cancel: ("Go on with \(subject.network.variant)", "", .text)
      }
    }
    let list = Rect(inside.x, inside.y + 2, inside.width, inside.height - 2)
    drawList(rows, cursor: dialog.cursor, in: list, &canvas)
  }
}
