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
    let panes = panes(in: area)
    if !panes.lesson.isEmpty { lessonPane(in: panes.lesson, &canvas) }
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
      drawGrid(shown, in: rest, &canvas)
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
    let words = [
      network?.layers[shown.layer].operation.title ?? "", shown.shape.text,
      "by \(step.order.rawValue)",
      step.display.isAlike ? "one scale" : "own scales",
    ]
    canvas.text(words.joined(separator: " · "), .muted, row: 0, of: area)
  }

  private func scale(_ shown: LayerActivation, _ channel: Int) -> DisplayScale {
    (step.display.isAlike ? shown.summary : shown.channels[channel]).scale
  }

  private func drawGrid(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    let grid = StepGrid(
      in: area, width: shown.shape.width, height: shown.shape.height, step: step.display.tileStep)
    let row = step.cursor / grid.columns
    let rows = (step.ranking.count + grid.columns - 1) / grid.columns
    let first = Table.offset(selected: row, count: rows, visible: grid.rows) * grid.columns
    for place in 0..<grid.count where first + place < step.ranking.count {
      let rank = first + place
      let channel = step.ranking[rank]
      let corner = Point(
        area.x + place % grid.columns * (grid.tile.columns + 1),
        area.y + place / grid.columns * (grid.tile.rows + 1))
      let tile = area.intersection(Rect(corner.x, corner.y, grid.tile.columns, grid.tile.rows))
      canvas.channel(channel, of: shown, scale(shown, channel), in: tile)
      let line = Rect(corner.x, corner.y + grid.tile.rows, tile.width, 1)
      let style = canvas.row(line, isSelected: rank == step.cursor, .muted)
      let value = Numbers.value(shown.channels[channel].maximum)
      let (name, clip) = ("#\(channel)", line.intersection(area))
      canvas.frame.put(name, line.x, line.y, style, in: clip)
      if name.columns + value.columns < line.width {
        canvas.frame.put(value, line.maxX - value.columns, line.y, style, in: clip)
      }
      canvas.hit(Rect(corner.x, corner.y, tile.width, tile.height + 1), .channel(rank: rank))
    }
    canvas.scrollbar(
      rows, from: first / grid.columns, visible: grid.rows, canvas.theme.style(.muted),
      x: area.maxX - 1, of: area)
  }

  /// Draws one channel as large as the pane, with the element under the cursor.
  private func drawChannel(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    guard let channel = step.channel else { return }
    let (picture, legend) = area.splitBottom(1)
    let place = PicturePainter.place(
      width: shown.shape.width, height: shown.shape.height, in: picture)
    let scale = scale(shown, channel)
    canvas.channel(channel, of: shown, scale, in: place)
    canvas.hit(place, .element)
    if let cell = step.place {
      canvas.corners(of: cell, columns: shown.shape.width, rows: shown.shape.height, in: place)
      let value = shown.value(channel: channel, row: cell.y, column: cell.x)
      canvas.text(
        "#\(channel), rank \(step.cursor + 1) · row \(cell.y + 1), column \(cell.x + 1): "
          + Numbers.value(value), .text, row: 0, of: legend)
    }
  }
}

extension Canvas {
  /// Marks one element of a grid of elements drawn over `place`.
  mutating func corners(of cell: Point, columns: Int, rows: Int, in place: Rect) {
    let left = place.x + cell.x * place.width / max(1, columns)
    let right = max(left, place.x + (cell.x + 1) * place.width / max(1, columns) - 1)
    let top = place.y + cell.y * place.height / max(1, rows)
    let bottom = max(top, place.y + (cell.y + 1) * place.height / max(1, rows) - 1)
    if left == right || top == bottom {
      frame.put("◆", left, top, theme.panel(.accent, .bold), in: place)
      return
    }
    corners(left, top, right, bottom, in: place)
  }
}
