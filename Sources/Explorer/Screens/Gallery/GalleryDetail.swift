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
      for (index, fact) in facts.enumerated() where index / columns < inside.height {
        let width = inside.width / columns
        let place = Rect(
          inside.x + index % columns * width, inside.y + index / columns, width - 1, 1)
        draw(fact, in: place, &canvas)
      }
      return
    }
    let (text, picture) = inside.splitTop(min(facts.count + 1, inside.height))
    for (line, fact) in facts.enumerated() where line < text.height {
      draw(fact, in: Rect(text.x, text.y + line, text.width, 1), &canvas)
    }
    // No larger than the thumbnail's own pixels need.
    let height = min(picture.height, 22)
    drawThumbnail(row.id, in: Rect(picture.x, picture.y, picture.width, height), &canvas)
  }

  private struct Fact {
    var name: String
    var value: String
    var role: Theme.Role = .text
  }

  private func draw(_ fact: Fact, in area: Rect, _ canvas: inout Canvas) {
    let name = fact.name.padded(to: 9)
    canvas.frame.put(name, area.x, area.y, canvas.theme.style(.muted), in: area)
    canvas.frame.put(
      fact.value.truncated(to: max(0, area.width - 9)), area.x + 9, area.y,
      canvas.theme.style(fact.role), in: area)
  }

  private func facts(of row: GalleryRow) -> [Fact] {
    var facts: [Fact] = []
    if let skipped = row.skipped {
      facts.append(Fact(name: "Skipped", value: skipped, role: .error))
    }
    if let best = row.best {
      facts.append(
        Fact(
          name: "Class",
          value: "\(best.index) \(best.label), \(Numbers.percent(best.probability))"))
    }
    if let truth = row.truth {
      let rank = row.truthRank.map { ", place \($0)" } ?? ""
      facts.append(
        Fact(
          name: "True", value: truth + rank, role: row.isCorrect == true ? .success : .error))
    }
    if let entropy = row.entropy {
      facts.append(Fact(name: "Entropy", value: "\(Numbers.fixed(entropy, 3)) nats"))
    }
    if let range = row.range {
      facts.append(
        Fact(
          name: "Map",
          value: "\(Numbers.value(range.lowerBound)) to \(Numbers.value(range.upperBound))"))
    }
    if let fraction = row.borderShare {
      facts.append(
        Fact(
          name: "Border",
          value: Numbers.percent(fraction) + (row.touchesBorder == true ? ", touches it" : ""),
          role: row.touchesBorder == true ? .warning : .text))
    }
    if let width = row.width, let height = row.height {
      facts.append(Fact(name: "Size", value: "\(width)×\(height)"))
    }
    if row.name.contains("/") { facts.append(Fact(name: "Path", value: row.name)) }
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
      canvas.frame.put(
        (row?.name.lastPathComponent ?? "").truncated(to: text.width), text.x, text.y,
        canvas.theme.style(.text, .bold), in: text)
      for (line, fact) in facts.enumerated() where line + 1 < text.height {
        draw(fact, in: Rect(text.x, text.y + line + 1, text.width, 1), &canvas)
      }
    }
  }
}
