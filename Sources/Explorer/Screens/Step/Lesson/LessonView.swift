import Architectures
import Explanations
import Terminal

/// What the lesson on one layer shows, computed once for a frame.
struct StepLesson {
  let layer: Layer
  let graph: LessonGraph
  let layout: LessonLayout
  /// The shape of the layer's output.
  let output: FeatureShape
  /// The sentence on the layer, in lines.
  let sentence: [String]
  /// What the block lacks; nil if it lacks nothing.
  let absences: String?

  /// The lesson on `layer` for the shapes that follow from `image`, `columns` wide.
  init(on layer: Layer, of network: Network, image: FeatureShape, columns: Int) {
    let shapes = network.shapes(height: image.height, width: image.width)
    let notes = LessonSentences.absences(of: layer.index, in: network)
    self.layer = layer
    graph = LessonGraph(of: layer.index, in: network)
    layout = LessonLayout.fitting(graph, network, shapes: shapes, image: image, columns: columns)
    output = shapes[layer.index]
    sentence = LessonSentences(of: layer, in: network).text.wrapped(to: columns)
    absences = notes.isEmpty ? nil : notes.joined(separator: " · ")
  }

  /// Rows of the drawing and of the remark below it.
  var drawingRows: Int { layout.size.rows + remarkRows }
  var remarkRows: Int { absences == nil ? 0 : 1 }
}

extension StepScreen {
  /// The lesson on the current layer; nil where there is no room for it.
  func lesson(in area: Rect) -> StepLesson? {
    guard !isZoomed, area.width >= 60, area.height >= 18, let network, let layer else { return nil }
    // The shape of the photograph as the network reads it.
    let image = FeatureShape(
      channels: network.inputChannels, height: shown?.input.height ?? network.resolution,
      width: shown?.input.width ?? network.resolution)
    return StepLesson(on: layer, of: network, image: image, columns: size.columns - 4)
  }

  /// Rows of the lesson above the panes of `area`.
  func height(of lesson: StepLesson, in area: Rect) -> Int {
    let borders = 2
    let wanted = lesson.drawingRows + lesson.sentence.count + 1 + borders
    return min(wanted, max(11, area.height * 2 / 5))
  }

  /// Draws the block, the sentence and the cost of the current layer.
  func lessonPane(_ lesson: StepLesson, in area: Rect, _ canvas: inout Canvas) {
    guard let network else { return }
    let layer = lesson.layer
    let stage = network.stages[layer.stage - 1]
    let place = layer.block.map { "\(stage.name).block\($0)" } ?? stage.name
    let note =
      lesson.graph.isPart
      ? "a part of \(network.lessonGroup(of: layer.index).count) operators" : nil
    let inside = canvas.pane("\(place): \(stage.title)", in: area, note: note).inset(1, 0)
    // A sentence is whole before a drawing is; the drawing then shows the rows around the layer.
    let words = min(
      lesson.sentence.count + 1, max(2, inside.height - min(2, lesson.drawingRows)))
    let (upper, lower) = inside.splitBottom(words)
    let (picture, remark) = upper.splitBottom(lesson.remarkRows)
    draw(lesson.layout, current: layer.index, in: picture, &canvas)
    if let absences = lesson.absences {
      canvas.text(absences.truncated(to: remark.width), .accent, row: 0, of: remark)
    }
    canvas.lines(lesson.sentence.prefix(lower.height - 1), .text, in: lower)
    drawFacts(lesson, network, in: lower.splitBottom(1).bottom, &canvas)
  }

  private func drawFacts(
    _ lesson: StepLesson, _ network: Network, in area: Rect, _ canvas: inout Canvas
  ) {
    let key = context.keymap.binding(for: .timeLayers, on: .step)?.label ?? ""
    let facts = LessonFacts(
      layer: lesson.layer, network: network, output: lesson.output,
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
    let x = Table.offset(
      selected: here?.place.x ?? 0, count: layout.size.columns, visible: area.width)
    let y = Table.offset(
      selected: here?.place.y ?? 0, count: layout.size.rows, visible: area.height)
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
}
