import Architectures
import Explanations
import Support
import Terminal

/// The output of one layer for the photograph: channels, receptive field and statistics.
package struct StepScreen: ScreenView {
  let step: StepState
  /// The time of every layer, if one was measured.
  let profile: ProfileFacts?
  let context: ScreenContext

  var command: CommandLineText {
    var line = subjectCommand("step")
    line.add(OptionName.layer.rawValue, layer?.name ?? "stage1")
    return line
  }

  package var question: StepQuestion? {
    guard let answer = subject.currentAnswer, let layer else { return nil }
    return StepQuestion(network: answer.network, picture: answer.picture, layer: layer.index)
  }

  package var layer: Layer? {
    guard let layers = network?.layers, !layers.isEmpty else { return nil }
    return layers[max(0, min(step.layer, layers.count - 1))]
  }

  /// The shown output, if it belongs to the current photograph and network.
  var shown: LayerActivation? {
    step.shown.flatMap {
      subject.answers($0.question.network, $0.question.picture) ? $0.activation : nil
    }
  }

  func draw(in area: Rect, _ canvas: inout Canvas) {
    let lesson = lesson(in: area)
    let panes = panes(in: area, below: lesson)
    if let lesson { lessonPane(lesson, in: panes.lesson, &canvas) }
    if !panes.channels.isEmpty { channelsPane(in: panes.channels, &canvas) }
    if !panes.photograph.isEmpty { fieldPane(in: panes.photograph, &canvas) }
    if !panes.facts.isEmpty { factsPane(in: panes.facts, &canvas) }
  }

  private func channelsPane(in area: Rect, _ canvas: inout Canvas) {
    let count = network?.layers.count ?? 0
    let note = layer.map { layer in
      (step.playback.isPlaying ? "▶ " : "") + "\(layer.index + 1) of \(count)"
    }
    let inside = mainPane(
      layer?.name ?? "Step", in: area, isFocused: pane == 0, note: note, &canvas
    ).inset(1, 0)
    let (head, rest) = inside.splitTop(2)
    drawTrack(in: head.splitTop(1).top, &canvas)
    guard let shown else {
      let status =
        jobs.failed[StepJob.kind].map { ($0.failure.text, Theme.Role.error) } ?? predictionStatus
      return canvas.message(status.0, status.1, in: rest)
    }
    drawStepCaption(shown, in: head.splitTop(1).rest, &canvas)
    if content == .compute {
      drawComputation(shown, in: rest, &canvas)
    } else if content == .lesson {
      drawJoin(shown, in: rest, &canvas)
    } else if shown.isVector {
      drawVector(shown, in: rest, &canvas)
    } else if step.display.isEnlarged {
      drawChannel(shown, in: rest, &canvas)
    } else {
      drawTiles(shown, in: rest, &canvas)
    }
  }

  /// Draws the network as a line, one colour per stage, with a mark at the current layer.
  private func drawTrack(in area: Rect, _ canvas: inout Canvas) {
    guard let network, area.width > 8 else { return }
    let theme = canvas.theme
    let count = max(1, network.layers.count)
    let roles: [Theme.Role] = [.series1, .series2, .series3, .series4]
    for stage in network.stages {
      let start = area.x + stage.layers.lowerBound * area.width / count
      let end = area.x + stage.layers.upperBound * area.width / count
      let style = theme.style(roles[(stage.number - 1) % roles.count])
      canvas.frame.fill(Rect(start, area.y, end - start, 1), style, "─")
      let digits = "\(stage.number)"
      if end - start > digits.count { canvas.frame.put(digits, start, area.y, style, in: area) }
    }
    let place = area.x + min(area.width - 1, step.layer * area.width / count)
    canvas.frame.put("◆", place, area.y, theme.style(.text, .bold), in: area)
    canvas.hit(area, .track)
  }

  private func drawStepCaption(
    _ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas
  ) {
    if content == .compute {
      return canvas.text(computationCaption(shown), .accent, row: 0, of: area)
    }
    let words = [
      network?.layers[shown.layer].operation.title ?? "", shown.shape.text,
      "by \(step.orderName)",
      step.display.isAlike ? "one scale" : "own scales",
    ]
    canvas.text(words.joined(separator: " · "), .muted, row: 0, of: area)
  }
}
