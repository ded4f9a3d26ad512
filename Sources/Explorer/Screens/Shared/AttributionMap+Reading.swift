import Attribution
import Terminal

extension AttributionMap {
  /// The cell with the largest value.
  package var peak: Point {
    var best = 0
    for index in values.indices where values[index] > values[best] { best = index }
    return Point(best % width, best / width)
  }

  /// The value between cells, at a place in shares of the whole (half-pixel centres, edges held).
  package func value(atX x: Double, y: Double) -> Double {
    let column = max(0, min(x * Double(width) - 0.5, Double(width - 1)))
    let row = max(0, min(y * Double(height) - 0.5, Double(height - 1)))
    let (left, top) = (Int(column), Int(row))
    let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
    let (alongX, alongY) = (column - Double(left), row - Double(top))
    let upper = Double(self[top, left]) * (1 - alongX) + Double(self[top, right]) * alongX
    let lower = Double(self[bottom, left]) * (1 - alongX) + Double(self[bottom, right]) * alongX
    return upper * (1 - alongY) + lower * alongY
  }
}
