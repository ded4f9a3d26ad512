import Architectures
import Terminal

extension ArchitectureScreen {
  /// The network as its tensors shrink and deepen, with memory and time along it.
  func drawNetwork(in area: Rect, _ canvas: inout Canvas) {
    let inside = canvas.pane("Tensors", in: area, note: "height by rows, width by √channels")
      .inset(1, 0)
    // Two bands below, each with a line of words.
    let band = max(2, inside.height / 6)
    let (upper, bands) = inside.splitBottom(min(inside.height, 2 * (band + 1)))
    let (picture, names) = upper.splitBottom(1)
    let boxes = TensorBoxes(
      architecture.parts(columns: inside.width), columns: inside.width, height: 2 * picture.height
    ).boxes
    guard picture.height >= 3, !boxes.isEmpty else { return }
    for box in boxes { drawBox(box, in: picture, names, &canvas) }
    let (memory, time) = bands.splitTop(band + 1)
    drawMemory(boxes, in: memory, &canvas)
    drawTime(boxes, in: time, &canvas)
  }

  private func drawBox(
    _ box: TensorBoxes.Box, in area: Rect, _ names: Rect, _ canvas: inout Canvas
  ) {
    let style = canvas.theme.style(role(of: box))
    let top = (2 * area.height - box.height) / 2
    let filled = top..<top + box.height
    for row in top / 2...(top + box.height - 1) / 2 {
      let (upper, lower) = (filled.contains(2 * row), filled.contains(2 * row + 1))
      let mark = upper && lower ? "█" : upper ? "▀" : "▄"
      let line = Rect(area.x + box.columns.lowerBound, area.y + row, box.columns.count, 1)
      canvas.frame.fill(line.intersection(area), style, Unicode.Scalar(mark) ?? "█")
    }
    let place = Rect(
      area.x + box.columns.lowerBound, area.y, box.columns.count, area.height + names.height)
    let isFirst = architecture.firstPart(of: box.part)
    if isFirst {
      let name = box.part.stage == 0 ? "i" : "\(box.part.stage)"
      canvas.frame.put(name, place.x, names.y, canvas.theme.style(.muted), in: names)
    }
    if let row = architecture.rows.firstIndex(where: { $0.layers == box.part.layers }) {
      canvas.hit(place, .row(row))
    }
  }

  /// The colour of a box: stages by turns, the row under the cursor stands out.
  private func role(of box: TensorBoxes.Box) -> Theme.Role {
    if let current = architecture.current, current.layers.overlaps(box.part.layers) {
      return .accent
    }
    if box.part.stage == 0 { return .muted }
    return box.part.stage % 2 == 1 ? .series1 : .series2
  }

  private func drawMemory(_ boxes: [TensorBoxes.Box], in area: Rect, _ canvas: inout Canvas) {
    let live = boxes.map { box in
      Double(4 * (architecture.liveActivations[box.part.layers].max() ?? 0))
    }
    let most = zip(boxes, live).max { $0.1 < $1.1 }
    let words = most.map {
      "live memory, at most \(Numbers.bytes(Int($0.1))) in \($0.0.part.name)"
    }
    drawBand(words ?? "", boxes, live, .series3, in: area, &canvas)
  }

  private func drawTime(_ boxes: [TensorBoxes.Box], in area: Rect, _ canvas: inout Canvas) {
    guard let profile = architecture.currentProfile else {
      let words = "time: \(keyName(.timeLayers)) runs the network and times every layer"
      return canvas.text(words, .muted, row: 0, of: area)
    }
    let times = boxes.map { profile.milliseconds(of: $0.part.layers) ?? 0 }
    let most = zip(boxes, times).max { $0.1 < $1.1 }
    let words = most.map {
      "time, \(Numbers.time(milliseconds: profile.total)), most in \($0.0.part.name): "
        + Numbers.time(milliseconds: $0.1)
    }
    drawBand(words ?? "", boxes, times, .series4, in: area, &canvas)
  }

  /// Draws one value for each box as a bar below it.
  private func drawBand(
    _ words: String, _ boxes: [TensorBoxes.Box], _ values: [Double], _ role: Theme.Role,
    in area: Rect, _ canvas: inout Canvas
  ) {
    let (line, bars) = area.splitTop(1)
    canvas.text(words, .muted, row: 0, of: line)
    var columns = [Double](repeating: 0, count: area.width)
    for (box, value) in zip(boxes, values) {
      for column in box.columns where columns.indices.contains(column) { columns[column] = value }
    }
    canvas.draw(Sparkline(columns, style: canvas.theme.style(role)), in: bars)
  }
}

extension ArchitectureState {
  /// Whether a part is the first of its stage.
  fileprivate func firstPart(of part: TensorBoxes.Part) -> Bool {
    guard part.stage > 0, let network else { return true }
    return network.stages[part.stage - 1].layers.lowerBound == part.layers.lowerBound
  }
}
