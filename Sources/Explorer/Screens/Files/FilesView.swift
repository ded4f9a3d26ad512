import Explanations
import Support
import Terminal

/// A directory beside a preview of the picture under the cursor.
struct FilesScreen: ScreenView {
  let files: FilesState
  let context: ScreenContext

  var command: CommandLineText { CommandLineText("explore", files.directory) }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    guard area.width >= 72, !isZoomed else {
      return pane == 0 ? listPane(in: area, &canvas) : previewPane(in: area, &canvas)
    }
    let (left, right) = area.splitLeft(listWidth)
    listPane(in: left, &canvas)
    previewPane(in: right, &canvas)
  }

  private func listPane(in area: Rect, _ canvas: inout Canvas) {
    let rows = files.rows
    let pictures = files.pictures.count
    let cursor = files.cursorIndex
    let note = files.filter.text.isEmpty ? "\(pictures)" : "filter: \(files.filter.text)"
    let place = files.showsRecent ? "Opened lately" : files.directory
    let inside = mainPane(
      place.truncatedAtStart(to: max(8, area.width - note.columns - 12)), in: area, note: note,
      &canvas
    ).inset(1, 0)
    guard files.listing != nil else {
      return canvas.waiting(
        "reading the directory …", jobs.failed[ListingJob.kind]?.failure, in: inside)
    }
    let theme = canvas.theme
    // Only rows in view are laid out: a directory may hold 20,000.
    let visible = max(0, inside.height - 1)
    let first = Table.offset(selected: cursor, count: rows.count, visible: visible)
    let shown = first..<max(first, min(rows.count, first + visible))
    canvas.table(
      [
        .init("", 1), .init("Name", 12, isFlexible: true),
        .init("Size", 8, .trailing, dropOrder: 1),
      ],
      rows[shown].map { row($0, theme) }, selected: cursor - shown.lowerBound,
      firstRow: shown.lowerBound, in: inside.splitLeft(inside.width - 1).left)
    canvas.scrollbar(
      rows.count, from: shown.lowerBound, visible: shown.count, theme.style(.muted),
      x: inside.maxX - 1, of: inside.splitTop(1).rest)
    if pictures == 0, inside.height > rows.count + 3 {
      canvas.message(
        "No pictures here. Enter opens a directory, \(keyName(.left)) goes up.",
        in: Rect(inside.x, inside.y + rows.count + 1, inside.width, inside.height - rows.count - 1))
    }
  }

  private func row(_ entry: FileEntry, _ theme: Theme) -> [Table.Content] {
    guard entry.kind == .picture else {
      let name = entry.kind == .parent ? ".." : entry.name.escapedName + "/"
      return [
        .text(" ", theme.style(.muted)), .text(name, theme.style(.accent)),
        .text("", theme.style(.muted)),
      ]
    }
    return [
      .text(entry.path == subject.wantedPicture ? "▶" : " ", theme.style(.accent)),
      .text(entry.name.escapedName, theme.style(.text)),
      .text(entry.bytes > 0 ? Numbers.bytes(entry.bytes) : "", theme.style(.muted)),
    ]
  }

  /// The path of the next picture to decode: the one under the cursor, then thumbnails.
  var missingPreview: String? {
    let current = [files.currentPicture].compactMap(\.self)
    return (current + files.following(thumbnailCount)).map(\.path).first {
      files.previews[$0] == nil && files.previews.failed[$0] == nil
    }
  }

  private func previewPane(in area: Rect, _ canvas: inout Canvas) {
    let entry = files.currentPicture
    let preview = entry.flatMap { files.previews[$0.path] }
    let inside = canvas.pane(
      entry?.name.escapedName ?? "Preview", in: area,
      note: preview.map { "\($0.width)×\($0.height)" })
    let (main, thumbnails) = inside.splitBottom(thumbnailCount > 0 ? 9 : 0)
    drawThumbnails(in: thumbnails, &canvas)
    if let preview {
      drawPhotograph(preview, in: main, &canvas)
    } else if let entry, let failed = files.previews.failed[entry.path] {
      canvas.message(failed.text, .error, in: inside)
    } else if entry == nil {
      canvas.message("A picture under the cursor shows here.", in: inside)
    }
  }

  private var thumbnailCount: Int {
    guard size.columns >= 72, size.rows >= 30, !isZoomed else { return 0 }
    return max(0, (size.columns - listWidth - 1) / 17)
  }

  private var listWidth: Int { max(34, min(60, size.columns * 45 / 100)) }

  private func drawThumbnails(in area: Rect, _ canvas: inout Canvas) {
    guard area.height >= 4 else { return }
    for (index, entry) in files.following(thumbnailCount).enumerated() {
      let place = Rect(area.x + index * 17, area.y + 1, 16, area.height - 2)
      if let preview = files.previews[entry.path] {
        drawPhotograph(preview, in: place.intersection(area), &canvas)
      } else if files.previews.failed[entry.path] != nil {
        canvas.message("not readable", .error, in: place)
      }
      let name = Rect(place.x, area.maxY - 1, 16, 1).intersection(area)
      canvas.frame.put(
        entry.path.lastPathComponent.escapedName.truncated(to: 16), name.x, name.y,
        canvas.theme.style(.muted), in: name)
      if let row = files.rows.firstIndex(where: { $0.path == entry.path }) {
        canvas.hit(Rect(place.x, place.y, 16, area.height - 1), .row(row))
      }
    }
  }
}
