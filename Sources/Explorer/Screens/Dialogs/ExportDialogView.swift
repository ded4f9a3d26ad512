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
      canvas.put(ExportDialog.replacing, theme.panel(.warning, .bold), in: foot)
    } else {
      let words = "$ \(exportCommand(dialog).text)".wrapped(to: max(1, foot.width))
      for (row, words) in words.enumerated() {
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
      field.rawValue, line.x, line.y, theme.panel(isUsed && isSelected ? .accent : .muted),
      in: line)
    let place = Rect(line.x + 8, line.y, line.width - 8, 1)
    if field == .path, isSelected {
      return dialog.path.draw(in: place, of: &canvas.frame, style: theme.selected)
    }
    let style = isSelected ? theme.selected : theme.panel(isUsed ? .text : .muted)
    if isSelected { canvas.frame.fill(place, style) }
    let text =
      field == .path
      ? dialog.path.text.truncatedAtStart(to: place.width)
      : isUsed ? "‹ \(value(field, dialog)) ›" : "–"
    canvas.frame.put(text, place.x, place.y, style, in: place)
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
    case .colorMap: return style(dialog).colorMap.name
    }
  }
}

extension ExportDialog {
  /// Draws the dialog for a report on `count` images.
  func drawReport(on count: Int, in area: Rect, _ canvas: inout Canvas) {
    let muted = canvas.theme.panel(.muted)
    let inside = canvas.panel(
      "Write a report", Size(min(64, area.width - 4), 8), in: area,
      hint: "Enter writes it · Esc closes")
    canvas.frame.put("File", inside.x, inside.y + 1, muted, in: inside)
    path.draw(
      in: Rect(inside.x + 6, inside.y + 1, inside.width - 6, 1), of: &canvas.frame,
      style: canvas.theme.selected)
    let words =
      "on \(count) image\(count == 1 ? "" : "s"): .html .md .tex .pdf .png, or a folder for all"
    let foot = inside.splitTop(3).rest
    canvas.put(words, muted, in: foot)
    if confirmsReplacing {
      canvas.put(Self.replacing, canvas.theme.panel(.warning), in: foot.splitTop(1).rest)
    }
  }

  fileprivate static let replacing = "This file exists: Enter again replaces it."
}
