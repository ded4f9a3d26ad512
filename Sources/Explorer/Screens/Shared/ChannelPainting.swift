import Attribution
import Explanations
import Imaging
import Terminal

extension LayerActivation {
  func map(channel: Int) -> AttributionMap {
    AttributionMap(
      height: shape.height, width: shape.width, values: Array(self.channel(channel)))
  }
}

extension ValueSummary {
  /// The scale that colours the summarised values.
  var scale: DisplayScale { DisplayScale(activationsFrom: Float(minimum), to: Float(maximum)) }
}

extension AttributionMap {
  /// The cell with the largest value.
  package var peak: Point {
    var best = 0
    for index in values.indices where values[index] > values[best] { best = index }
    return Point(best % width, best / width)
  }
}

extension AttributionMap {
  /// The map at another size: the mean of the cells under each new one, or a repeated cell where it
  /// grows, so that no value is interpolated.
  func averaged(height newHeight: Int, width newWidth: Int) -> AttributionMap {
    var means: [Float] = []
    means.reserveCapacity(newHeight * newWidth)
    for y in 0..<newHeight {
      let top = y * height / newHeight
      let bottom = max(top + 1, (y + 1) * height / newHeight)
      for x in 0..<newWidth {
        let left = x * width / newWidth
        let right = max(left + 1, (x + 1) * width / newWidth)
        var sum: Float = 0
        for row in top..<bottom {
          for column in left..<right { sum += self[row, column] }
        }
        means.append(sum / Float((bottom - top) * (right - left)))
      }
    }
    return AttributionMap(height: newHeight, width: newWidth, values: means)
  }
}

extension DotScale {
  /// The value of each dot, row after row: the mean of its elements, or that of its element.
  package func values(_ elements: UnsafeBufferPointer<Float>) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(dots.columns * dots.rows)
    for y in 0..<dots.rows {
      let rows = self.elements(y, of: map.rows)
      for x in 0..<dots.columns {
        let columns = self.elements(x, of: map.columns)
        var sum: Float = 0
        for row in rows {
          for column in columns { sum += elements[row * map.columns + column] }
        }
        values.append(sum / Float(rows.count * columns.count))
      }
    }
    return values
  }

  /// The elements that a dot stands for, along one axis.
  private func elements(_ dot: Int, of count: Int) -> Range<Int> {
    let first = dot * elementsPerDot / dotsPerElement
    return first..<min(count, first + elementsPerDot)
  }
}

extension Canvas {
  /// Draws one channel in whole dots, in grey where the terminal has no colours or only ASCII.
  mutating func channel(
    _ index: Int, of activation: LayerActivation, _ values: DisplayScale, _ scale: DotScale,
    at corner: Point, in area: Rect
  ) {
    var heat = Heat(channel: activation.map(channel: index), values, look: look)
    if scale.dot == .whole { heat.style.colorMap = .grey }
    let colors = scale.values(activation.channel(index)).map { heat.color(heat.position($0)) }
    let (columns, rows) = (scale.dots.columns, scale.dots.rows)
    let place = Rect(corner.x, corner.y, scale.cells.columns, scale.cells.rows)
    if scale.dot == .whole {
      var pixels = Pixels(width: 2 * columns, height: rows, filling: RGB(0, 0, 0))
      pixels.transform { x, y, _ in colors[y * columns + x / 2] }
      let painter = PicturePainter(glyphs: .ascii, colors: look.painter.colors)
      return painter.draw(pixels, in: place, of: &frame, background: theme[.background])
    }
    for y in 0..<place.height where place.y + y < area.maxY {
      for x in 0..<columns where place.x + x < area.maxX {
        let top = Color.rgb(colors[2 * y * columns + x])
        // The lower half of the last row is empty if the number of dots is odd.
        let hasBottom = 2 * y + 1 < rows
        let bottom = hasBottom ? .rgb(colors[(2 * y + 1) * columns + x]) : theme[.background]
        let isPlain = top == bottom
        frame.set(
          place.x + x, place.y + y,
          Cell(isPlain ? " " : "▀", Style(top, on: bottom)))
      }
    }
  }
}
