import Explanations
import Library
import Terminal

/// The images of a library with their maps.
package struct GalleryScreen: ScreenView {
  let gallery: GalleryState
  let context: ScreenContext

  package var layout: GalleryLayout {
    GalleryLayout(context.body, gallery.display, isZoomed: isZoomed)
  }

  var command: CommandLineText {
    let (conditions, order) = (gallery.query.conditions, gallery.query.order)
    var line = CommandLineText("library", "query", gallery.library ?? "LIBRARY")
    if !conditions.isEmpty { line.add("where", conditions) }
    if order != LibraryOrder(.image) {
      line.add("sort", order.column.rawValue + (order.isDescending ? ":desc" : ""))
    }
    return line
  }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    let layout = layout
    let inside = mainPane(title, in: layout.pane, note: note, &canvas).inset(1, 0)
    defer { drawDetail(in: layout.detail, &canvas) }
    if let words = status { return canvas.message(words.text, words.role, in: inside) }
    if let compared = gallery.marks.compared {
      return drawCompared(compared, in: inside, &canvas)
    }
    switch gallery.display.arrangement {
    case .grid: drawTiles(layout, &canvas)
    case .list: drawList(layout, &canvas)
    }
    let columns = layout.columns
    canvas.scrollbar(
      (gallery.shown.count + columns - 1) / columns, from: gallery.display.top / columns,
      visible: layout.lines, canvas.theme.style(.muted), x: layout.pane.maxX - 2, of: inside)
  }

  private var title: String {
    guard let library = gallery.library else { return "Gallery" }
    let name = library.lastPathComponent
    return gallery.facts?.isUntrained == true ? "\(name) (untrained)" : name
  }

  /// The number of images, the conditions, the order and the marks.
  private var note: String? {
    guard let facts = gallery.facts, gallery.listing != nil else { return nil }
    let shown = gallery.shown.count
    var words = shown == facts.count ? "\(shown)" : "\(shown) of \(facts.count)"
    if shown > 0 { words = "\(gallery.cursor + 1)/" + words }
    if size.columns >= 60 {
      if !gallery.query.conditions.isEmpty { words += " · \(gallery.query.conditions)" }
      words +=
        " · by \(gallery.query.order.column.rawValue)\(gallery.query.order.isDescending ? " ↓" : "")"
    }
    if !gallery.marks.ids.isEmpty { words += " · ● \(gallery.marks.ids.count)" }
    return words.truncated(to: max(8, layout.pane.width - title.columns - 8))
  }

  private var status: (text: String, role: Theme.Role)? {
    if gallery.library == nil { return (reason(against: .activate) ?? "", .muted) }
    for kind in [LibraryJob.kind, GalleryJob.kind] {
      if let failed = jobs.failed[kind]?.failure.text { return (failed, .error) }
    }
    guard gallery.listing != nil else { return ("reading the library …", .muted) }
    guard gallery.shown.isEmpty else { return nil }
    return gallery.facts?.count == 0
      ? ("The library is empty.", .muted)
      : ("No image fulfils the conditions. \(keyName(.back)) takes them away.", .muted)
  }

  private func drawTiles(_ layout: GalleryLayout, _ canvas: inout Canvas) {
    for (index, id) in window.enumerated() {
      let place = layout.place(index)
      let (picture, caption) = place.splitBottom(1)
      drawThumbnail(id, in: picture, &canvas)
      drawCaption(
        id, isCurrent: gallery.display.top + index == gallery.cursor, in: caption, &canvas)
      canvas.hit(place, .row(gallery.display.top + index))
    }
  }

  /// Draws what tiles show of an image: its photograph, its overlay, or one beside the other.
  func drawThumbnail(_ id: Int64, in area: Rect, _ canvas: inout Canvas) {
    let kinds = gallery.display.content.pictures
    guard kinds.count > 1 else {
      return draw(gallery.cache.picture(id, isPhotograph: kinds[0]), in: area, &canvas)
    }
    // Cells are about twice as high as wide.
    var (first, second) = area.splitTop(area.height / 2)
    if area.width >= 2 * area.height { (first, second) = area.splitLeft(area.width / 2) }
    draw(gallery.cache.picture(id, isPhotograph: true), in: first, &canvas)
    draw(gallery.cache.picture(id, isPhotograph: false), in: second, &canvas)
  }

  private func draw(_ thumbnail: GalleryThumbnail?, in area: Rect, _ canvas: inout Canvas) {
    switch thumbnail {
    case .picture(let pixels):
      let place = PicturePainter.place(width: pixels.width, height: pixels.height, in: area)
      canvas.draw(pixels, in: place)
    case .failed(let words): canvas.message(words, .error, in: area)
    case nil: canvas.message("·", .muted, in: area)
    }
  }

  /// Draws the mark, the verdict, the class and the probability in one line.
  private func drawCaption(
    _ id: Int64, isCurrent: Bool, in area: Rect, _ canvas: inout Canvas
  ) {
    let theme = canvas.theme
    if isCurrent { canvas.frame.fill(area, theme.selected) }
    func style(_ role: Theme.Role) -> Style { isCurrent ? theme.selected : theme.style(role) }
    let mark = Span(gallery.marks.ids.contains(id) ? "●" : " ", style(.accent))
    let row = gallery.cache.rows[id]
    let line = Line([mark] + (row.map { captionSpans($0, width: area.width - 1, style) } ?? []))
    canvas.frame.put(line.truncated(to: area.width), area.x, area.y, in: area)
  }

  private func captionSpans(
    _ row: GalleryRow, width: Int, _ style: (Theme.Role) -> Style
  ) -> [Span] {
    guard let best = row.best else { return [Span(row.name.lastPathComponent, style(.error))] }
    let verdict =
      row.isCorrect.map { $0 ? ("✓", Theme.Role.success) : ("✗", .error) } ?? ("", .text)
    let percent = best.probability.map { Numbers.fixed($0 * 100, 0) + "%" } ?? best.answer
    let room = max(0, width - percent.columns - verdict.0.columns - 1)
    return [
      Span(verdict.0, style(verdict.1)),
      Span(best.label.padded(to: room), style(.text)), Span(" " + percent, style(.muted)),
    ]
  }

  private func drawList(_ layout: GalleryLayout, _ canvas: inout Canvas) {
    let theme = canvas.theme
    canvas.table(
      [
        .init("", 2), .init("Image", 12, isFlexible: true), .init("Class", 18, dropOrder: 3),
        .init("Prob.", 7, .trailing), .init("Entropy", 7, .trailing, dropOrder: 2),
        .init("Border", 6, .trailing, dropOrder: 4), .init("True class", 16, dropOrder: 1),
      ],
      window.map { listRow($0, theme) }, selected: gallery.cursor - gallery.display.top,
      firstRow: gallery.display.top, in: layout.inside.splitLeft(layout.inside.width - 1).left)
  }

  private func listRow(_ id: Int64, _ theme: Theme) -> [Table.Content] {
    let mark = Table.Content.text(
      gallery.marks.ids.contains(id) ? "●" : " ", theme.style(.accent))
    guard let row = gallery.cache.rows[id] else {
      return [mark] + Array(repeating: .text("", theme.style(.muted)), count: 6)
    }
    guard let best = row.best else {
      return [mark, .text(row.name, theme.style(.error)), .text("skipped", theme.style(.error))]
        + Array(repeating: .text("", theme.style(.muted)), count: 4)
    }
    let truth = row.truth.map { (row.isCorrect == true ? "✓ " : "✗ ") + $0 } ?? ""
    return [
      mark, .text(row.name.lastPathComponent, theme.style(.text)),
      .text("\(best.index) \(best.label)", theme.style(.text)),
      .text(best.answer, theme.style(.text)),
      .text(row.entropy.map { Numbers.fixed($0, 2) } ?? "", theme.style(.muted)),
      .text(row.evidence.touchesBorder == true ? "yes" : "", theme.style(.warning)),
      .text(truth, theme.style(row.isCorrect == true ? .success : .error)),
    ]
  }
}
