import Terminal

extension GalleryScreen {
  /// Draws the facts of the image under the cursor, and a larger picture if there is room.
  func drawDetail(in area: Rect, _ canvas: inout Canvas) {
    guard !area.isEmpty else { return }
    let row = gallery.current
    let inside = canvas.pane(
      row?.name.lastPathComponent.truncated(to: max(8, area.width - 6)) ?? "Image", in: area
    ).inset(1, 0)
    guard let row else { return }
    let facts = facts(of: row)
    guard area.height > 16 else {
      // A low strip: facts in columns.
      let columns = max(1, inside.width / 38)
      let width = inside.width / columns
      for (index, fact) in facts.prefix(columns * inside.height).enumerated() {
        let (x, y) = (inside.x + index % columns * width, inside.y + index / columns)
        draw(fact, in: Rect(x, y, width - 1, 1), &canvas)
      }
      return
    }
    let (text, picture) = inside.splitTop(min(facts.count + 1, inside.height))
    draw(facts, in: text, &canvas)
    // No larger than the thumbnail's own pixels need.
    drawThumbnail(row.id, in: picture.splitTop(22).top, &canvas)
  }

  private typealias Fact = (name: String, value: String, role: Theme.Role)

  private func draw(_ facts: [Fact], in area: Rect, _ canvas: inout Canvas) {
    for (line, fact) in facts.prefix(area.height).enumerated() {
      draw(fact, in: Rect(area.x, area.y + line, area.width, 1), &canvas)
    }
  }

  private func draw(_ fact: Fact, in area: Rect, _ canvas: inout Canvas) {
    let (name, value) = area.splitLeft(9)
    canvas.frame.put(
      fact.name.padded(to: 9), name.x, name.y, canvas.theme.style(.muted), in: name)
    canvas.put(fact.value, canvas.theme.style(fact.role), in: value)
  }

  private func facts(of row: GalleryRow) -> [Fact] {
    var facts: [Fact] = []
    func add(_ name: String, _ value: String?, _ role: Theme.Role = .text) {
      if let value { facts.append((name, value, role)) }
    }
    add("Skipped", row.skipped, .error)
    add("Class", row.best.map { "\($0.index) \($0.label), \($0.answer)" })
    let rank = row.truthRank.map { ", place \($0)" } ?? ""
    add("True", row.truth.map { $0 + rank }, row.isCorrect == true ? .success : .error)
    add("Entropy", row.entropy.map { "\(Numbers.fixed($0, 3)) nats" })
    add(
      "Map",
      row.evidence.range.map {
        "\(Numbers.value($0.lowerBound)) to \(Numbers.value($0.upperBound))"
      })
    let touches = row.evidence.touchesBorder == true
    add(
      "Border",
      row.evidence.borderShare.map { Numbers.percent($0) + (touches ? ", touches it" : "") },
      touches ? .warning : .text)
    add("Size", row.size.map { "\($0.width)×\($0.height)" })
    if row.name.contains("/") { add("Path", row.name) }
    return facts
  }

  /// Draws the marked images side by side with their facts.
  func drawCompared(_ ids: [Int64], in area: Rect, _ canvas: inout Canvas) {
    let across = ids.count <= 3 || area.width < 60 ? min(ids.count, max(1, area.width / 20)) : 3
    let down = (ids.count + across - 1) / max(1, across)
    guard across > 0, down > 0 else { return }
    let (width, height) = (area.width / across, area.height / down)
    for (index, id) in ids.enumerated() {
      let place = Rect(
        area.x + index % across * width, area.y + index / across * height, width - 1, height)
      let row = gallery.cache.rows[id]
      let facts = row.map { self.facts(of: $0) } ?? []
      let (picture, text) = place.splitBottom(min(place.height / 2, facts.count + 1))
      drawThumbnail(id, in: picture, &canvas)
      canvas.put(row?.name.lastPathComponent ?? "", canvas.theme.style(.text, .bold), in: text)
      draw(facts, in: text.splitTop(1).rest, &canvas)
    }
  }
}
