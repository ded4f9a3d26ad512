extension CairoCanvas {
  /// Draws a marker at (x, y) in the current colour.
  func draw(_ marker: PlotSeries.Marker, x: Double, y: Double) {
    switch marker {
    case .disc: circle(x: x, y: y, radius: 3.6, isFilled: true)
    case .circle: circle(x: x, y: y, radius: 3.4, isFilled: false)
    case .square:
      fill([(x - 3.2, y - 3.2), (x + 3.2, y - 3.2), (x + 3.2, y + 3.2), (x - 3.2, y + 3.2)])
    case .triangle: fill([(x, y - 4.4), (x + 4, y + 3), (x - 4, y + 3)])
    case .diamond: fill([(x, y - 4.6), (x + 4.6, y), (x, y + 4.6), (x - 4.6, y)])
    case .cross:
      stroke([(x - 3.4, y - 3.4), (x + 3.4, y + 3.4)], width: 1.6)
      stroke([(x - 3.4, y + 3.4), (x + 3.4, y - 3.4)], width: 1.6)
    case .none: break
    }
  }

  /// Draws the head of an arrow from `start` to `end`.
  func arrowhead(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) {
    let across = end.x - start.x
    let down = end.y - start.y
    let length = (across * across + down * down).squareRoot()
    guard length > 1 else { return }
    let (ux, uy) = (across / length, down / length)
    fill([
      end, (end.x - 8 * ux - 3.5 * uy, end.y - 8 * uy + 3.5 * ux),
      (end.x - 8 * ux + 3.5 * uy, end.y - 8 * uy - 3.5 * ux),
    ])
  }
}

extension PlotSeries.Marker {
  /// The marker as a character, or nil for `none`.
  var character: Character? {
    switch self {
    case .disc: "●"
    case .circle: "○"
    case .square: "■"
    case .triangle: "▲"
    case .diamond: "◆"
    case .cross: "×"
    case .none: nil
    }
  }
}
