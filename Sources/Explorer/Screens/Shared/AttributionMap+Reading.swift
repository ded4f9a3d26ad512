import Attribution
import Terminal

extension AttributionMap {
  /// The cell with the largest value.
  package var peak: Point {
    var best = 0
    for index in values.indices where values[index] > values[best] { best = index }
    return Point(best % width, best / width)
  }
}
