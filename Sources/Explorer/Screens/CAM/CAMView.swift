import Attribution
import Imaging
import Terminal

/// The class activation map over the photograph, or a grid of maps.
package struct CAMScreen: ScreenView {
  let cam: CAMState
  /// Names of the variants with installed weights.
  let installed: [String]
  let context: ScreenContext

  func draw(in area: Rect, _ canvas: inout Canvas) {
    if let grid { return drawGrid(grid, in: area, &canvas) }
    if area.width >= 72 {
      if isZoomed { return overlayPane(in: area, &canvas) }
      let side = area.width >= 130 ? 50 : 36
      let (left, right) = area.splitLeft(area.width - side)
      overlayPane(in: left, &canvas)
      evidencePane(in: right, &canvas)
    } else if area.height >= 30, !isZoomed {
      let (top, bottom) = area.splitTop(area.height - 15)
      overlayPane(in: top, &canvas)
      evidencePane(in: bottom, &canvas)
    } else {
      pane == 0 ? overlayPane(in: area, &canvas) : evidencePane(in: area, &canvas)
    }
  }

  private func overlayPane(in area: Rect, _ canvas: inout Canvas) {
    let rival = question?.versus.flatMap { index in
      subject.currentAnswer?.classes.first { $0.index == index }
    }
    let title = targetClass.map {
      "\($0.label) (\($0.index))" + (rival.map { " versus \($0.label)" } ?? "")
    }
    let words = shown.map { shown in
      let layer = facts(of: shown)?.isPixelLevel == true ? "input" : shown.question.layer
      return "\(methodTitle(of: shown)) · \(layer)"
    }
    let inside = mainPane(title ?? "Class activation map", in: area, note: words, &canvas)
    guard let picture = subject.picture else { return drawNoPhotograph(in: inside, &canvas) }
    let waiting = waitingWords
    if waiting == nil, let answer = subject.currentAnswer, let shown {
      return drawOverlay(shown.map, over: picture, region: answer.region, in: inside, &canvas)
    }
    drawPhotograph(picture, in: inside, &canvas)
    if let waiting {
      canvas.banner(waiting.text, waiting.role, in: inside)
    } else if jobs.failed[AnswerJob.kind] != nil || !context.isRunnable {
      drawPredictionStatus(in: inside, &canvas)
    } else if let failed = jobs.failed[MapJob.kind] {
      canvas.message(failed.failure.text, .error, in: inside)
    }
  }

  /// The text over the photograph while there is no map: its cost, its progress, or its error.
  private var waitingWords: (text: String, role: Theme.Role)? {
    guard let question, cam.shown?.question != question, let method else { return nil }
    if let forecast = pendingForecast {
      return (
        "\(method.title) takes \(forecast.passes) passes, about "
          + "\(Numbers.time(milliseconds: forecast.seconds * 1e3)). "
          + "\(keyName(.activate)) starts it, \(keyName(.nextMethod)) goes on to the next method.",
        .warning
      )
    }
    if let failure = jobs.failure(of: MapJob(question: question))
      ?? jobs.failure(of: ForecastJob(question: question))
    {
      return ("\(failure.text). \(keyName(.activate)) tries again.", .error)
    }
    guard let running = jobs.running[MapJob.kind], running.ticks > 2 else { return nil }
    let percent = running.fraction.map { " · \(Numbers.fixed($0 * 100, 0)) %" } ?? ""
    return ((running.text ?? "\(method.title) …") + percent + " · ^C cancels", .accent)
  }

  /// Draws the heatmap over the part of the photograph that the network reads and dims the rest.
  private func drawOverlay(
    _ map: AttributionMap, over picture: PictureFacts, region: Region, in area: Rect,
    _ canvas: inout Canvas
  ) {
    let heat = Heat(map, look: look)
    let isColorless = look.painter.colors == .none
    let place = drawPhotograph(
      picture, under: isColorless ? nil : heat, region: region, in: area, &canvas)
    canvas.hit(place, .map)
    guard !place.isEmpty else { return }
    if heat.isEmpty {
      drawNoEvidence(map, in: place, &canvas)
      if isColorless { return }
    }
    if isColorless { drawMarks(heat, region: region, in: place, &canvas) }
    if let probe = cam.probe { drawProbe(probe, map, region, in: place, &canvas) }
  }

  /// Draws digits, for want of colours, where the evidence is stronger than a threshold, which falls
  /// as the heatmap's opacity rises.
  private func drawMarks(
    _ heat: Heat, region: Region, in place: Rect, _ canvas: inout Canvas
  ) {
    let threshold = max(1.0 / 18, 1 - look.alpha)
    let renderer = heat.renderer(columns: place.width, rows: place.height, region: region)
    for row in renderer.rows {
      for (column, position) in zip(renderer.columns, renderer.positions(row: row)) {
        let strength = heat.strength(position)
        guard Double(strength) >= threshold else { continue }
        let style = canvas.theme.style(.text, strength >= 0.8 ? [.bold, .reverse] : .bold)
        canvas.frame.set(place.x + column, place.y + row, Cell(heat.mark(position), style))
      }
    }
  }

  private func drawNoEvidence(_ map: AttributionMap, in place: Rect, _ canvas: inout Canvas) {
    canvas.frame.put(
      " \(DisplayRules.noEvidence) (largest value \(Numbers.value(Double(map.maximum)))) ",
      canvas.theme.panel(.warning), row: place.height - 1, of: place, .center)
  }

  private func drawProbe(
    _ probe: Point, _ map: AttributionMap, _ region: Region, in place: Rect,
    _ canvas: inout Canvas
  ) {
    func column(_ cell: Int) -> Int {
      let fraction = region.x + region.width * Double(cell) / Double(map.width)
      return place.x + Int((fraction * Double(place.width)).rounded())
    }
    func row(_ cell: Int) -> Int {
      let fraction = region.y + region.height * Double(cell) / Double(map.height)
      return place.y + Int((fraction * Double(place.height)).rounded())
    }
    let (left, top) = (column(probe.x), row(probe.y))
    canvas.corners(
      left, top, max(left, column(probe.x + 1) - 1), max(top, row(probe.y + 1) - 1), in: place)
  }

  private func evidencePane(in area: Rect, _ canvas: inout Canvas) {
    let inside = canvas.pane(
      "Evidence", in: area, note: subject.currentAnswer?.outputWords(width: area.width)
    ).inset(1, 0)
    guard let answer = subject.currentAnswer else {
      return drawPredictionStatus(in: inside, &canvas)
    }
    let rank = answer.classes.firstIndex { $0.index == targetClass?.index } ?? 0
    let (list, rest) = inside.splitTop(max(1, min(5, inside.height - 13)))
    drawClasses(answer, cursor: rank, in: list, &canvas)
    if let shown { drawMap(shown, in: rest, &canvas) }
  }

  private func drawMap(_ shown: MapAnswer, in area: Rect, _ canvas: inout Canvas) {
    let heat = Heat(shown.map, look: look)
    let (facts, rest) = area.splitTop(7)
    drawFacts(shown, heat, in: facts, &canvas)
    if cam.showsCurves { return drawCurves(in: rest, &canvas) }
    let (cellsArea, legend) = rest.splitBottom(2)
    let cells = HeatCells(heat: heat, look: look, probe: cam.probe)
    let place = cellsArea.inset(0, cellsArea.height > cells.size.rows + 1 ? 1 : 0)
    let grid = place.splitTop(cells.size.rows).top.centered(cells.size)
    canvas.draw(cells, in: grid)
    canvas.hit(grid, .map)
    canvas.draw(HeatLegend(heat: heat, look: look), in: legend)
  }

  private func facts(of shown: MapAnswer) -> MethodFacts? {
    cam.methods.first { $0.name == shown.question.method }
  }

  private func methodTitle(of shown: MapAnswer) -> String {
    facts(of: shown)?.title ?? shown.question.method
  }

  private func drawFacts(_ shown: MapAnswer, _ heat: Heat, in area: Rect, _ canvas: inout Canvas) {
    let map = shown.map
    let reading = cam.probe.map { probe -> (String, String) in
      let inMap = probe.x < map.width && probe.y < map.height
      let value = inMap ? Numbers.value(Double(map[probe.y, probe.x])) : "–"
      return ("row \(probe.y + 1), column \(probe.x + 1)", value)
    }
    let lines: [(String, String)] = [
      ("method", methodTitle(of: shown)),
      ("layer", "\(shown.question.layer), \(map.height)×\(map.width)"),
      reading ?? (
        "range", "\(Numbers.value(Double(map.minimum))) … \(Numbers.value(Double(map.maximum)))"
      ),
      ("took", Numbers.time(milliseconds: shown.milliseconds)),
      ("colours", heat.style.colorMap.name + (look.isSigned ? ", signed" : "")),
    ]
    for (row, line) in lines.enumerated() {
      canvas.fact(
        line.0, line.1, indent: max(11, line.0.columns + 1), row: row + 1, of: area, .trailing)
    }
    let slider = Rect(area.x + 11, area.y + 6, area.width - 17, 1)
    canvas.text("alpha", .muted, row: 6, of: Rect(area.x, area.y, 8, area.height))
    guard slider.width > 3, area.height > 6 else { return }
    canvas.bar(look.alpha, canvas.theme[.accent], in: slider)
    canvas.hit(slider, .alpha)
    canvas.frame.put(
      Numbers.fixed(look.alpha, 1).padded(to: 5, .trailing), slider.maxX + 1, slider.y,
      canvas.theme.style(.text), in: area)
  }
}

extension RGB {
  /// The colour of a pixel outside the network's input: grey and dim.
  var faded: RGB {
    let grey = UInt8(brightness * 2 / 5)
    return RGB(grey, grey, grey)
  }
}
