import Architectures
import Attribution
import Explanations
import Imaging
import Terminal

extension StepScreen {
  /// Draws channels before and after a gate or a sum, side by side, a row of pictures for each.
  func drawJoin(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    guard let source else { return }
    let isGate = source.operation == .scale
    let columns = area.thirds
    let titles =
      isGate ? ["before", "× gate", "after"] : ["result of the block", "+ input", "sum"]
    for (column, title) in zip(columns, titles) {
      canvas.text(title.truncated(to: column.width), .muted, row: 0, of: column)
    }
    let rows = area.splitTop(1).rest
    // A character cell is about twice as high as it is wide.
    let wanted = columns[0].width * shown.shape.height / max(1, 2 * shown.shape.width)
    let height = max(3, min(rows.height, max(2, wanted) + 1))
    for (rank, line) in rows.bands(of: step.ranking.count, height: height, cursor: step.cursor) {
      let channel = step.ranking[rank]
      let caption = Rect(line.x, line.maxY - 1, line.width, 1)
      let style = canvas.row(caption, isSelected: rank == step.cursor, .muted)
      canvas.hit(line, .channel(rank: rank))
      let pictures = columns.map { Rect($0.x, line.y, $0.width, line.height - 1) }
      let before = (0..<min(2, source.inputs.count)).map { source.plane(channel, of: $0) }
      guard let first = before.first, let after = Optional(Array(shown.channel(channel))) else {
        continue
      }
      let all = (isGate ? [first, after] : before + [after]).joined()
      let scale = DisplayScale(activationsFrom: all.min() ?? 0, to: all.max() ?? 0)
      canvas.plane(first, shown.shape, scale, in: pictures[0])
      canvas.plane(after, shown.shape, scale, in: pictures[2])
      if isGate {
        let gate = Double(before[1].first ?? 0)
        drawGate(gate, in: pictures[1], &canvas)
        canvas.put(
          "#\(channel)  × \(Numbers.fixed(gate, 3))  peak \(peak(first)) → \(peak(after))", style,
          in: caption)
      } else {
        canvas.plane(before[1], shown.shape, scale, in: pictures[1])
        canvas.put(
          "#\(channel)  peak \(peak(first)) and \(peak(before[1])) → \(peak(after))", style,
          in: caption)
      }
    }
  }

  private func peak(_ values: [Float]) -> String { Numbers.value(Double(values.max() ?? 0)) }

  private func drawGate(_ gate: Double, in area: Rect, _ canvas: inout Canvas) {
    let middle = Rect(area.x, area.y + area.height / 2, area.width, 1)
    canvas.bar(gate, in: middle)
    canvas.text(Numbers.fixed(gate, 3), .text, row: middle.y - area.y - 1, of: area, [], .center)
  }
}

extension LayerSource {
  /// The values of one channel of an input; of a gate, one value.
  fileprivate func plane(_ channel: Int, of input: Int) -> [Float] {
    let shape = shape(input)
    let area = shape.height * shape.width
    guard channel < shape.channels else { return [] }
    return Array(inputs[input].storage.buffer[channel * area..<(channel + 1) * area])
  }
}

extension Rect {
  /// Three columns with a gap of two cells.
  fileprivate var thirds: [Rect] {
    let width = max(1, (self.width - 4) / 3)
    return (0..<3).map { Rect(x + $0 * (width + 2), y, width, height) }
  }

  /// The items of a list that fit, `height` rows each, around the cursor.
  fileprivate func bands(of count: Int, height rows: Int, cursor: Int) -> [(Int, Rect)] {
    let visible = max(1, height / max(1, rows))
    let first = Table.offset(selected: cursor, count: count, visible: visible)
    return (0..<max(0, min(visible, count - first))).map {
      (first + $0, Rect(x, y + $0 * rows, width, min(rows, height)))
    }
  }
}

extension Canvas {
  /// Draws the values of one channel, (height, width), without interpolation.
  fileprivate mutating func plane(
    _ values: [Float], _ shape: FeatureShape, _ scale: DisplayScale, in area: Rect
  ) {
    guard values.count == shape.height * shape.width, !area.isEmpty else { return }
    let place = PicturePainter.place(width: shape.width, height: shape.height, in: area)
    let size = look.painter.pixelSize(of: place)
    guard size.width > 0, size.height > 0 else { return }
    let map = AttributionMap(height: shape.height, width: shape.width, values: values)
    var heat = Heat(channel: map, scale, look: look)
    if look.painter.colors == .none || look.painter.glyphs == .ascii {
      heat.style.colorMap = .grey
    }
    var pixels = Pixels(width: size.width, height: size.height, filling: RGB(0, 0, 0))
    pixels.transform { x, y, _ in
      let (row, column) = (y * shape.height / size.height, x * shape.width / size.width)
      return heat.color(heat.position(values[row * shape.width + column]))
    }
    draw(pixels, in: place)
  }
}
