import Architectures
import Explanations
import Terminal

extension StepScreen {
  /// The block that the current layer belongs to, drawn for the columns of the screen.
  private var drawing: (layout: LessonLayout, graph: LessonGraph)? {
    guard let network, let layer else { return nil }
    let graph = LessonGraph(of: layer.index, in: network)
    let input = inputShape(of: network)
    let layout = LessonLayout.fitting(
      graph, network, shapes: network.shapes(height: input.height, width: input.width),
      image: input, columns: lessonRoom)
    return (layout, graph)
  }

  /// The shape of the photograph as the network reads it.
  private func inputShape(of network: Network) -> FeatureShape {
    FeatureShape(
      channels: network.inputChannels, height: shown?.input.height ?? network.resolution,
      width: shown?.input.width ?? network.resolution)
  }

  /// Columns inside the lesson's pane.
  private var lessonRoom: Int { size.columns - 4 }

  private var sentence: [String] {
    guard let network, let layer else { return [] }
    return LessonSentences(of: layer, in: network).text.wrapped(to: lessonRoom)
  }

  private var absences: String? {
    guard let network, let layer else { return nil }
    let notes = LessonSentences.absences(of: layer.index, in: network)
    return notes.isEmpty ? nil : notes.joined(separator: " · ")
  }

  /// Rows of the lesson above the panes; 0 where there is no room for it.
  func lessonHeight(in area: Rect) -> Int {
    guard !isZoomed, area.width >= 60, area.height >= 18, let drawing else { return 0 }
    let wanted =
      drawing.layout.size.rows + (absences == nil ? 0 : 1) + sentence.count + 1 + Self.borders
    return min(wanted, max(11, area.height * 2 / 5))
  }

  private static let borders = 2

  /// Draws the block, the sentence and the cost of the current layer.
  func lessonPane(in area: Rect, _ canvas: inout Canvas) {
    guard let drawing, let network, let layer else { return }
    let stage = network.stages[layer.stage - 1]
    let place = layer.block.map { "\(stage.name).block\($0)" } ?? stage.name
    let note =
      drawing.graph.isPart
      ? "a part of \(network.lessonGroup(of: layer.index).count) operators" : nil
    let inside = canvas.pane("\(place): \(stage.title)", in: area, note: note).inset(1, 0)
    // A sentence is whole before a drawing is; the drawing then shows the rows around the layer.
    let drawn = min(2, drawing.layout.size.rows + (absences == nil ? 0 : 1))
    let words = min(sentence.count + 1, max(2, inside.height - drawn))
    let (upper, lower) = inside.splitBottom(words)
    let (picture, remark) = upper.splitBottom(absences == nil ? 0 : 1)
    draw(drawing.layout, current: layer.index, in: picture, &canvas)
    if let absences {
      canvas.text(absences.truncated(to: remark.width), .accent, row: 0, of: remark)
    }
    canvas.lines(sentence.prefix(lower.height - 1), .text, in: lower)
    drawFacts(of: layer, network, in: lower.splitBottom(1).bottom, &canvas)
  }

  private func drawFacts(
    of layer: Layer, _ network: Network, in area: Rect, _ canvas: inout Canvas
  ) {
    let input = inputShape(of: network)
    let shapes = network.shapes(height: input.height, width: input.width)
    let key = context.keymap.binding(for: .timeLayers, on: .step)?.label ?? ""
    let facts = LessonFacts(
      layer: layer, network: network, output: shapes[layer.index],
      profile: profile.flatMap { $0.variant == network.name ? $0 : nil },
      advice: "\(key) measures time")
    canvas.text(
      facts.parts.joined(separator: " · ").truncated(to: area.width), .muted, row: 0, of: area)
  }

  /// Draws as much of the block as fits around the current layer.
  private func draw(
    _ layout: LessonLayout, current: Int, in area: Rect, _ canvas: inout Canvas
  ) {
    let here = layout.marks.first { $0.kind == .node && $0.layer == current }
    let x = Self.offset(here?.place.x ?? 0, layout.size.columns, area.width)
    let y = Self.offset(here?.place.y ?? 0, layout.size.rows, area.height)
    func at(_ place: Point) -> Point { Point(area.x + place.x - x, area.y + place.y - y) }
    for (place, character) in layout.wires.characters {
      let place = at(place)
      canvas.frame.put(character, place.x, place.y, canvas.theme.style(.muted), in: area)
    }
    for mark in layout.marks {
      let place = at(mark.place)
      let isHere = mark.kind == .node && mark.layer == current
      let style =
        switch mark.kind {
        case .node: isHere ? canvas.theme.selected : canvas.theme.style(.text, .bold)
        case .source: canvas.theme.style(.accent)
        case .shape: canvas.theme.style(.muted)
        case .arrow: canvas.theme.style(.muted)
        }
      canvas.frame.put(mark.text, place.x, place.y, style, in: area)
      if let layer = mark.layer, layer != Layer.image {
        let cells = Rect(place.x, place.y, mark.text.columns, 1).intersection(area)
        if !cells.isEmpty { canvas.hit(cells, .node(layer)) }
      }
    }
    if x > 0 { canvas.frame.put("‹", area.x, area.y, canvas.theme.style(.accent), in: area) }
    if x + area.width < layout.size.columns {
      canvas.frame.put("›", area.maxX - 1, area.y, canvas.theme.style(.accent), in: area)
    }
  }

  /// The first of `count` cells that are shown in `room`, so that `place` is near the middle.
  private static func offset(_ place: Int, _ count: Int, _ room: Int) -> Int {
    max(0, min(place - room / 2, count - room))
  }
}
