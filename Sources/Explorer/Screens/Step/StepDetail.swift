import Architectures
import Explanations
import Terminal

extension StepScreen {
  /// The photograph with the channel over it, and a frame around the element's receptive field.
  func fieldPane(in area: Rect, _ canvas: inout Canvas) {
    let overlaid = step.display.isOverlaid && shown?.isVector == false ? step.channel : nil
    let inside = canvas.pane(
      "Photograph" + (overlaid.map { " + #\($0)" } ?? ""), in: area, isFocused: pane == 1,
      note: shown.map { fieldWords($0.field) })
    guard let picture = subject.picture else { return drawNoPhotograph(in: inside, &canvas) }
    guard let shown, let region = subject.currentAnswer?.region else {
      drawPhotograph(picture, in: inside, &canvas)
      return
    }
    let heat = overlaid.map { channel in
      Heat(channel: shown.map(channel: channel), shown.channels[channel].scale, look: look)
    }
    let fields = ElementFields(shown, seen: region)
    let room = fields.photograph(width: picture.width, height: picture.height, in: inside)
    let place = drawPhotograph(picture, under: heat, region: region, in: room, &canvas)
    if !place.isEmpty, !shown.isVector, !shown.field.isWholeImage, let cell = step.place {
      canvas.outline(Outline(fields.region(of: cell), of: place), in: inside)
    }
  }

  private func fieldWords(_ field: ReceptiveField) -> String {
    field.isWholeImage
      ? "reads everything" : "reads \(field.vertical.size)×\(field.horizontal.size) px"
  }

  /// Statistics of the channel beside those of the layer, and the histogram of all values.
  func factsPane(in area: Rect, _ canvas: inout Canvas) {
    let inside = canvas.pane("Values", in: area, isFocused: pane == 2).inset(1, 0)
    guard let shown else { return }
    let table = ChannelTable(shown, channel: step.channel, rank: step.cursor, element: step.place)
    let room =
      inside.height >= table.rows.count + 4
      ? table.rows.count : max(0, inside.height - 3)
    canvas.draw(ChannelTableView(table: table, theme: canvas.theme), in: inside.splitTop(room).top)
    drawHistogram(shown, in: inside.splitTop(room).rest, &canvas)
  }

  private func drawHistogram(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    guard area.height >= 2, area.width > 8 else { return }
    let (bars, axis) = area.splitBottom(1)
    let counts = shown.histogram
    // Many zeros would flatten all other bars, so bars show the square root of the count.
    let columns = (0..<bars.width).map { column -> Double in
      let low = column * counts.count / bars.width
      let high = max(low + 1, (column + 1) * counts.count / bars.width)
      return Double(counts[low..<min(counts.count, high)].reduce(0, +)).squareRoot()
    }
    canvas.draw(Sparkline(columns, style: canvas.theme.style(.series2)), in: bars)
    canvas.frame.putScale(
      Numbers.value(shown.summary.minimum), "√count", Numbers.value(shown.summary.maximum),
      canvas.theme.style(.muted), row: 0, of: axis)
  }
}
