import Terminal

extension CAMScreen {
  func draw(_ dialog: ExportDialog, in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let inside = canvas.panel(
      "Export the map", Size(min(70, area.width - 2), min(12, area.height)), in: area,
      hint: "Enter writes it · ↑ ↓ choose · ← → change · Esc closes")
    for (row, field) in ExportDialog.Field.allCases.enumerated() {
      let line = Rect(inside.x, inside.y + row, inside.width, 1).intersection(inside)
      guard !line.isEmpty else { continue }
      draw(field, dialog, in: line, &canvas)
      canvas.hit(line, .dialogRow(row))
    }
    let foot = inside.splitTop(ExportDialog.Field.allCases.count + 1).rest
    if dialog.confirmsReplacing {
      canvas.frame.put(
        "This file exists: Enter again replaces it.".truncated(to: foot.width), foot.x, foot.y,
        theme.panel(.warning, .bold), in: foot)
    } else if foot.height > 0 {
      let words = ("$ " + exportCommand(dialog)).wrapped(to: max(1, foot.width))
      for (row, words) in words.prefix(foot.height).enumerated() {
        canvas.frame.put(words, theme.panel(.muted), row: row, of: foot)
      }
    }
  }

  private func draw(
    _ field: ExportDialog.Field, _ dialog: ExportDialog, in line: Rect, _ canvas: inout Canvas
  ) {
    let theme = canvas.theme
    let isSelected = dialog.field == field
    let isUsed = dialog.isUsed(field)
    canvas.frame.put(
      words(field), line.x, line.y, theme.panel(isUsed && isSelected ? .accent : .muted), in: line)
    let place = Rect(line.x + 8, line.y, line.width - 8, 1)
    if field == .path {
      if isSelected {
        dialog.path.draw(in: place, of: &canvas.frame, style: theme.selected)
      } else {
        canvas.frame.put(
          dialog.path.text.truncatedAtStart(to: place.width), place.x, place.y,
          theme.panel(.text), in: place)
      }
      return
    }
    let style =
      isSelected ? theme.selected : theme.panel(isUsed ? .text : .muted)
    if isSelected { canvas.frame.fill(place, style) }
    canvas.frame.put(
      isUsed ? "‹ \(value(field, dialog)) ›" : "–", place.x, place.y, style, in: place)
  }

  private func words(_ field: ExportDialog.Field) -> String {
    switch field {
    case .path: "File"
    case .kind: "What"
    case .size: "Size"
    case .legend: "Legend"
    case .colorMap: "Colours"
    }
  }

  private func value(_ field: ExportDialog.Field, _ dialog: ExportDialog) -> String {
    switch field {
    case .path: return dialog.path.text
    case .kind: return dialog.kind.title
    case .size:
      guard let picture = subject.picture else { return "" }
      let longest = max(picture.width, picture.height, 1)
      let side = dialog.side(of: longest) ?? longest
      let width = max(1, (picture.width * side + longest / 2) / longest)
      let height = max(1, (picture.height * side + longest / 2) / longest)
      return "\(width)×\(height) pixels, \(ExportDialog.sizes[dialog.size]) %"
    case .legend: return dialog.hasLegend ? "with numbers, below the picture" : "none"
    case .colorMap: return colorMap(dialog)
    }
  }
}

extension ExportDialog {
  /// Draws the dialog for a report on `count` images.
  func drawReport(on count: Int, in area: Rect, _ canvas: inout Canvas) {
    let theme = canvas.theme
    let inside = canvas.panel(
      "Write a report", Size(min(64, area.width - 4), 8), in: area,
      hint: "Enter writes it · Esc closes")
    canvas.frame.put("File", inside.x, inside.y + 1, theme.panel(.muted), in: inside)
    path.draw(
      in: Rect(inside.x + 6, inside.y + 1, inside.width - 6, 1), of: &canvas.frame,
      style: theme.selected)
    let words =
      "on \(count) image\(count == 1 ? "" : "s"): .html .md .tex .pdf .png, or a folder for all"
    canvas.frame.put(
      words.truncated(to: inside.width), inside.x, inside.y + 3, theme.panel(.muted), in: inside)
    guard confirmsReplacing else { return }
    canvas.frame.put(
      "This file exists: Enter again replaces it.".truncated(to: inside.width), inside.x,
      inside.y + 4, theme.panel(.warning), in: inside)
  }
}
