import Terminal

extension State {
  func drawFiles(in area: Rect, _ canvas: inout Canvas) {
    guard area.width >= 72, !isZoomed else {
      return pane == 0 ? listPane(in: area, &canvas) : previewPane(in: area, &canvas)
    }
    let (left, right) = area.splitLeft(max(34, min(60, area.width * 45 / 100)))
    listPane(in: left, &canvas)
    previewPane(in: right, &canvas)
  }

  private func listPane(in area: Rect, _ canvas: inout Canvas) {
    let rows = files.rows
    let pictures = rows.filter { $0.kind == .picture }.count
    let note = files.filter.text.isEmpty ? "\(pictures)" : "filter: \(files.filter.text)"
    let inside = canvas.pane(
      files.directory.truncatedAtStart(to: max(8, area.width - note.columns - 12)), in: area,
      isFocused: true, note: note, caption: "$ \(commandLine)"
    ).inset(1, 0)
    guard files.listing != nil else {
      let failed = jobs.failed[.listing]?.failure.text
      return canvas.message(
        failed ?? "reading the directory …", failed == nil ? .muted : .error, in: inside)
    }
    let theme = canvas.theme
    let table = Table(
      columns: [
        .init("", 1), .init("Name", 12, isFlexible: true),
        .init("Size", 8, .trailing, dropOrder: 1),
      ],
      rows: rows.map { row($0, theme) }, selected: files.cursorIndex,
      heading: theme.style(.muted), ordinary: theme.style(.text), selection: theme.selected,
      track: theme[.barTrack])
    canvas.draw(table, in: inside)
    for (line, index) in table.visibleRows(height: inside.height).enumerated() {
      canvas.hit(Rect(inside.x, inside.y + 1 + line, inside.width, 1), .row(index))
    }
    if pictures == 0, inside.height > rows.count + 3 {
      canvas.message(
        "No pictures here. Enter opens a directory, h goes up.",
        in: Rect(inside.x, inside.y + rows.count + 1, inside.width, inside.height - rows.count - 1))
    }
  }

  private func row(_ entry: FileEntry, _ theme: Theme) -> [Table.Content] {
    let isOpen = entry.kind == .picture && entry.path == subject.wantedPicture
    switch entry.kind {
    case .parent:
      return [
        .text(" ", theme.style(.muted)), .text("..", theme.style(.accent)), .text("", Style()),
      ]
    case .directory:
      return [
        .text(" ", theme.style(.muted)), .text(entry.name + "/", theme.style(.accent)),
        .text("", Style()),
      ]
    case .picture:
      return [
        .text(isOpen ? "▶" : " ", theme.style(.accent)), .text(entry.name, theme.style(.text)),
        .text(Numbers.bytes(entry.bytes), theme.style(.muted)),
      ]
    }
  }

  private func previewPane(in area: Rect, _ canvas: inout Canvas) {
    let entry = files.current.flatMap { $0.kind == .picture ? $0 : nil }
    let preview = entry.flatMap { files.preview($0.path) }
    let inside = canvas.pane(
      entry?.name ?? "Preview", in: area, note: preview.map { "\($0.width)×\($0.height)" })
    if let preview {
      drawPhotograph(preview, in: inside, &canvas)
    } else if let entry, let failed = files.failedPreviews[entry.path] {
      canvas.message(failed.text, .error, in: inside)
    } else if entry == nil {
      canvas.message("A picture under the cursor shows here.", in: inside)
    }
  }
}
