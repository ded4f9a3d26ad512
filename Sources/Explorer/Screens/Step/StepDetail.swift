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
    let place = drawPhotograph(picture, under: heat, region: region, in: inside, &canvas)
    if !shown.isVector, let cell = step.place {
      drawField(of: cell, shown, region, in: place, &canvas)
    }
  }

  private func fieldWords(_ field: ReceptiveField) -> String {
    field.isWholeImage
      ? "reads everything" : "reads \(field.vertical.size)×\(field.horizontal.size) px"
  }

  /// Draws a frame around the pixels that an element is computed from.
  private func drawField(
    of cell: Point, _ shown: LayerActivation, _ region: Region, in place: Rect,
    _ canvas: inout Canvas
  ) {
    guard place.width > 1, place.height > 1, !shown.field.isWholeImage else { return }
    func column(_ pixel: Int) -> Int {
      let fraction = max(0, min(1, Double(pixel) / Double(max(1, shown.input.width))))
      return place.x + Int((region.x + fraction * region.width) * Double(place.width))
    }
    func row(_ pixel: Int) -> Int {
      let fraction = max(0, min(1, Double(pixel) / Double(max(1, shown.input.height))))
      return place.y + Int((region.y + fraction * region.height) * Double(place.height))
    }
    let columns = shown.field.horizontal.pixels(of: cell.x)
    let rows = shown.field.vertical.pixels(of: cell.y)
    let (left, right) = (column(columns.lowerBound), column(columns.upperBound) - 1)
    let (top, bottom) = (row(rows.lowerBound), row(rows.upperBound) - 1)
    let style = canvas.theme.panel(.accent, .bold)
    guard right > left, bottom > top else {
      canvas.frame.put("◆", left, top, style, in: place)
      return
    }
    for x in left...right {
      canvas.frame.put("─", x, top, style, in: place)
      canvas.frame.put("─", x, bottom, style, in: place)
    }
    for y in top...bottom {
      canvas.frame.put("│", left, y, style, in: place)
      canvas.frame.put("│", right, y, style, in: place)
    }
    canvas.corners(left, top, right, bottom, in: place)
  }

  /// Statistics of the layer and of the channel, and the histogram of all values.
  func factsPane(in area: Rect, _ canvas: inout Canvas) {
    let inside = canvas.pane("Values", in: area, isFocused: pane == 2).inset(1, 0)
    guard let shown else { return }
    let lines = facts(shown)
    let room = inside.height >= lines.count + 4 ? lines.count : max(0, inside.height - 3)
    for (row, line) in lines.prefix(room).enumerated() {
      canvas.fact(line.0, line.1, indent: 9, row: row, of: inside, .trailing)
    }
    drawHistogram(shown, in: inside.splitTop(room).rest, &canvas)
  }

  private func facts(_ shown: LayerActivation) -> [(String, String)] {
    let all = shown.summary
    var lines: [(String, String)] = []
    if let channel = step.channel {
      let own = shown.channels[channel]
      let whole = all.energy * Double(all.count)
      let fraction = whole > 0 ? own.energy * Double(own.count) / whole : 0
      lines += [
        ("channel", "#\(channel), rank \(step.cursor + 1)"),
        ("energy", "\(Numbers.percent(fraction)) of the layer's"),
      ]
      if let cell = step.place, !shown.isVector {
        let value = shown.value(channel: channel, row: cell.y, column: cell.x)
        lines.append(("element", "(\(cell.y + 1), \(cell.x + 1)) \(Numbers.value(value))"))
      }
    }
    lines += [
      ("range", "\(Numbers.value(all.minimum)) … \(Numbers.value(all.maximum))"),
      ("mean", "\(Numbers.value(all.mean)), σ \(Numbers.value(all.deviation))"),
      ("zeros", Numbers.percent(all.zeroShare)),
    ]
    if shown.field.hasGate { lines.append(("gates", "the whole image scales channels")) }
    if all.broken > 0 { lines.append(("broken", "\(all.broken) are not finite")) }
    return lines
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
