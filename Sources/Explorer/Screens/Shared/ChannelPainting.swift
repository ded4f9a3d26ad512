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

extension Canvas {
  /// Draws one channel into a place, in grey where the terminal has no colours or only ASCII.
  mutating func channel(
    _ index: Int, of activation: LayerActivation, _ scale: DisplayScale, in place: Rect
  ) {
    let painter = look.painter
    let size = painter.pixelSize(of: place)
    guard size.width > 0, size.height > 0 else { return }
    var heat = Heat(
      channel: activation.map(channel: index).averaged(height: size.height, width: size.width),
      scale, look: look)
    heat.style.alpha = 1
    if painter.colors == .none || painter.glyphs == .ascii { heat.style.colorMap = .grey }
    var pixels = Pixels(width: size.width, height: size.height, filling: RGB(0, 0, 0))
    heat.draw(over: &pixels)
    draw(pixels, in: place)
  }
}
