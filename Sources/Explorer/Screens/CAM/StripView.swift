import Terminal

extension CAMScreen {
  /// Draws the maps of the class over the last stages, with their peaks.
  func drawStrip(in area: Rect, _ canvas: inout Canvas) {
    let questions = stripQuestions
    let title =
      "\(stripMethod?.title ?? "Maps") of \(targetClass?.label ?? "the class") over \(stripWords)"
    let inside = canvas.pane(
      title, in: area, note: cam.scale == .layers ? "one scale" : "each its own scale"
    ).inset(1, 0)
    guard let picture = subject.picture, !questions.isEmpty, inside.height > 2 else { return }
    let width = (inside.width + 1) / questions.count - 1
    let rows = inside.height - 1
    let tileSize = Size(min(width, rows * 2), rows)
    for (index, question) in questions.enumerated() {
      let column = Rect(inside.x + index * (width + 1), inside.y, width, inside.height)
      let (place, line) = column.splitBottom(1)
      let answer = cam.maps.kept(question)
      drawTile(
        question,
        scale: cam.scale == .layers ? answer.map { scale($0).scale } : nil, picture,
        in: place.centered(tileSize), &canvas)
      let isCurrent = question.layer == layer
      let style = isCurrent ? canvas.theme.selected : canvas.theme.style(.muted)
      if isCurrent { canvas.frame.fill(line, style) }
      let words = question.layer + " " + peakWords(question)
      canvas.frame.put(words, style, row: 0, of: line, .center)
      canvas.hit(column, .layer(question.layer))
    }
  }
}
