import Attribution
import Terminal

extension CAMScreen {
  /// Draws the classes, the numbers of the map, its cells with their legend, and where there is room
  /// the curves.
  func drawEvidence(in area: Rect, _ canvas: inout Canvas) {
    let inside = canvas.pane(
      "Evidence", in: area, note: subject.currentAnswer?.outputWords(width: area.width)
    ).inset(1, 0)
    guard let answer = subject.currentAnswer else {
      return drawPredictionStatus(in: inside, &canvas)
    }
    let rank = answer.classes.firstIndex { $0.index == targetClass?.index } ?? 0
    guard let presented else {
      let (list, rest) = inside.splitTop(max(1, inside.height - 3))
      drawClasses(answer, cursor: rank, in: list, &canvas)
      // Another map's numbers would be read as those of the one that is awaited.
      return canvas.text(
        question.map(words) ?? "", .accent, row: rest.height - 1, of: rest)
    }
    let hasCurves = layout.hasCurves
    let (upper, curves) = inside.splitBottom(hasCurves ? inside.height * 3 / 10 : 0)
    let facts = rows(presented, room: upper)
    let cells = cellRows(presented.map, in: upper, besides: facts.count)
    let (list, lower) = upper.splitTop(max(1, upper.height - facts.count - cells - 1))
    drawClasses(answer, cursor: rank, in: list, &canvas)
    let (words, map) = lower.splitBottom(cells)
    draw(facts, in: words.splitBottom(facts.count).bottom, &canvas)
    if cam.showsCurves, !hasCurves {
      drawCurves(presented.question, in: map, &canvas)
    } else {
      drawCells(presented, in: map, &canvas)
    }
    if hasCurves { drawCurves(presented.question, in: curves, &canvas) }
  }

  /// Rows for the cells of a map and their legend: what the facts and three classes leave.
  private func cellRows(_ map: AttributionMap, in area: Rect, besides facts: Int) -> Int {
    let room = area.height - facts - 1 - (area.height >= 18 ? 3 : 1)
    let wanted = cam.showsCurves && !layout.hasCurves ? 16 : min(map.height, 17) + 3
    return max(0, min(room, wanted))
  }

  private func drawCells(_ shown: MapAnswer, in area: Rect, _ canvas: inout Canvas) {
    let scale = scale(shown)
    let heat = Heat(shown.map, look: look, scale: scale.scale)
    let (place, legend) = area.splitBottom(min(2, area.height))
    let cells = HeatCells(heat: heat, look: look, probe: cam.probe)
    let room = place.inset(0, place.height > shown.map.height + 1 ? 1 : 0)
    if !room.isEmpty {
      let grid = room.centered(cells.size(in: room.size))
      canvas.draw(cells, in: grid)
      canvas.hit(grid, .mapCells)
      if shown.question.network.isUntrained { drawUntrained(in: grid, &canvas) }
    }
    if legend.height == 2 {
      canvas.draw(HeatLegend(heat: heat, look: look, words: scale.words), in: legend)
    }
  }

  // MARK: - Numbers

  /// A row of the pane: a name with its value, a line of a sentence, or the slider of the opacity.
  private enum Row {
    case fact(String, String)
    case words(String, Theme.Role)
    case alpha
  }

  /// The rows about a map that fit, the least important ones left out first.
  private func rows(_ shown: MapAnswer, room: Rect) -> [Row] {
    func lines(_ sentence: String?, _ role: Theme.Role) -> [Row] {
      (sentence?.wrapped(to: max(1, room.width)) ?? []).map { .words($0, role) }
    }
    let (map, question) = (shown.map, shown.question)
    let reading = cam.probe.map { probe -> Row in
      let inMap = probe.x < map.width && probe.y < map.height
      let value = inMap ? Numbers.value(Double(map[probe.y, probe.x])) : "–"
      return .fact("row \(probe.y + 1), column \(probe.x + 1)", value)
    }
    let range =
      "\(Numbers.value(Double(map.minimum))) … \(Numbers.value(Double(map.maximum)))"
    // By importance, with the place on the screen.
    let groups: [(place: Int, rows: [Row])] = [
      (4, lines(strengthWords(shown), .text)),
      (0, [.fact("method", facts(question.method)?.title ?? question.method)]),
      (1, [.fact("layer", "\(place(question)), \(map.height)×\(map.width)")]),
      (2, [reading ?? .fact("range", range)]),
      (5, lines(shown.account?.shareWords, .success)),
      (8, [.alpha]),
      (6, lines(untrainedWords(question), .warning)),
      (3, [.fact("took", Numbers.time(milliseconds: shown.milliseconds))]),
      (7, [.fact("colours", colorWords(map))]),
    ]
    var budget = max(1, room.height - (room.height >= 18 ? 13 : 4))
    var kept: [(place: Int, rows: [Row])] = []
    for group in groups where group.rows.count <= budget {
      budget -= group.rows.count
      kept.append(group)
    }
    return kept.sorted { $0.place < $1.place }.flatMap(\.rows)
  }

  private func untrainedWords(_ question: MapQuestion) -> String? {
    question.network.isUntrained ? "untrained: random weights, so the map means nothing" : nil
  }

  private func colorWords(_ map: AttributionMap) -> String {
    Heat(map, look: look).style.colorMap.name + (look.isSigned ? ", signed" : "")
  }

  private func draw(_ rows: [Row], in area: Rect, _ canvas: inout Canvas) {
    for (index, row) in rows.enumerated() where index < area.height {
      switch row {
      case .fact(let name, let value):
        canvas.fact(
          name, value, indent: max(11, name.columns + 1), row: index, of: area, .trailing)
      case .words(let text, let role): canvas.text(text, role, row: index, of: area)
      case .alpha: drawAlpha(Rect(area.x, area.y + index, area.width, 1), &canvas)
      }
    }
  }

  private func drawAlpha(_ line: Rect, _ canvas: inout Canvas) {
    canvas.text("alpha", .muted, row: 0, of: Rect(line.x, line.y, 8, 1))
    let slider = Rect(line.x + 11, line.y, line.width - 17, 1)
    guard slider.width > 3 else { return }
    canvas.bar(look.alpha, canvas.theme[.accent], in: slider)
    canvas.hit(slider, .alpha)
    canvas.frame.put(
      Numbers.fixed(look.alpha, 1).padded(to: 5, .trailing), slider.maxX + 1, slider.y,
      canvas.theme.style(.text), in: line)
  }
}
