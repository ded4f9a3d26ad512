import Attribution
import Explanations
import Imaging
import Terminal

extension CAMScreen {
  /// Draws the photograph under the map that is asked for; `namesStrength` adds the sentence about
  /// the map's strength, for screens without the pane of numbers.
  func drawOverlay(in area: Rect, namesStrength: Bool, _ canvas: inout Canvas) {
    let question = presented?.question ?? question
    let inside = mainPane(
      question.map(title) ?? "Class activation map", in: area, note: question.map(words), &canvas)
    guard let picture = subject.picture else { return drawNoPhotograph(in: inside, &canvas) }
    if let presented, let answer = subject.currentAnswer {
      let place = drawMap(presented, over: picture, region: answer.region, in: inside, &canvas)
      if namesStrength, place.maxY < inside.maxY {
        canvas.frame.put(
          strengthWords(presented), canvas.theme.style(.text), row: place.maxY - inside.y,
          of: inside, .center)
      }
      return
    }
    drawPhotograph(picture, in: inside, &canvas)
    if subject.currentAnswer == nil {
      if jobs.failed[AnswerJob.kind] != nil || !context.isRunnable {
        drawPredictionStatus(in: inside, &canvas)
      }
    } else if let waiting = waitingWords {
      canvas.banner(waiting.text, waiting.role, in: inside)
    }
  }

  /// Draws the heatmap over the part of the photograph that the network reads and dims the rest;
  /// returns the place of the photograph.
  private func drawMap(
    _ shown: MapAnswer, over picture: PictureFacts, region: Region, in area: Rect,
    _ canvas: inout Canvas
  ) -> Rect {
    let map = shown.map
    let heat = Heat(map, look: look, scale: scale(shown).scale)
    let isColorless = look.painter.colors == .none
    let place = drawPhotograph(
      picture, under: isColorless ? nil : heat, region: region, in: area, &canvas)
    canvas.hit(place, .map)
    guard !place.isEmpty else { return place }
    drawSurround(region, of: place, in: area, &canvas)
    if shown.question.network.isUntrained { drawUntrained(in: place, &canvas) }
    if heat.isEmpty {
      canvas.frame.put(
        " \(DisplayRules.noEvidence) (largest value \(Numbers.value(Double(map.maximum)))) ",
        canvas.theme.panel(.warning), row: place.height - 1, of: place, .center)
      if isColorless { return place }
    }
    if isColorless { drawMarks(heat, region: region, in: place, &canvas) }
    if let probe = cam.probe { drawProbe(probe, map, region, in: place, &canvas) }
    return place
  }

  /// Says across a map that its network was not trained, so that the map means nothing.
  func drawUntrained(in place: Rect, _ canvas: inout Canvas) {
    let words = place.width >= 34 ? " untrained: random weights " : " untrained "
    canvas.frame.put(
      words.truncated(to: place.width), canvas.theme.panel(.warning, .bold),
      row: place.height / 2, of: place.centered(Size(words.columns, place.height)))
  }

  /// Says what the grey surround of the crop is: on its largest strip, else below the photograph.
  private func drawSurround(
    _ region: Region, of place: Rect, in area: Rect, _ canvas: inout Canvas
  ) {
    let words = "cut away before the network"
    let strips = Self.surround(region, of: place)
    guard let strip = strips.max(by: { $0.width * $0.height < $1.width * $1.height }) else {
      return
    }
    let lines = words.wrapped(to: max(0, strip.width - 2))
    let style = canvas.theme.panel(.muted)
    if strip.width >= 9, strip.height >= lines.count {
      let text = strip.centered(
        Size(min(strip.width, (lines.map(\.columns).max() ?? 0) + 2), lines.count))
      for (row, line) in lines.enumerated() {
        canvas.frame.put(line, style, row: row, of: text, .center)
      }
    } else if place.maxY + 1 < area.maxY {
      canvas.frame.put(
        "grey: \(words)", canvas.theme.style(.muted), row: area.height - 1, of: area, .center)
    }
  }

  /// The strips of a photograph's place beside the part that the network reads: left, right, above
  /// and below it.
  package static func surround(_ region: Region, of place: Rect) -> [Rect] {
    func cells(_ fraction: Double, _ count: Int) -> Int {
      Int((max(0, min(1, fraction)) * Double(count)).rounded())
    }
    let (left, top) = (cells(region.x, place.width), cells(region.y, place.height))
    let right = cells(region.x + region.width, place.width)
    let bottom = cells(region.y + region.height, place.height)
    return [
      Rect(place.x, place.y, left, place.height),
      Rect(place.x + right, place.y, place.width - right, place.height),
      Rect(place.x + left, place.y, right - left, top),
      Rect(place.x + left, place.y + bottom, right - left, place.height - bottom),
    ].filter { !$0.isEmpty }
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
}
