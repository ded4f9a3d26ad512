/// A line or scatter plot drawn with the 2 × 4 dots of braille characters.
package struct BraillePlot: Widget {
  /// One line of the plot.
  package struct Series: Equatable, Sendable {
    package var points: [(x: Double, y: Double)]
    package var color: Color

    package init(_ points: [(x: Double, y: Double)], color: Color) {
      (self.points, self.color) = (points, color)
    }

    package static func == (left: Series, right: Series) -> Bool {
      left.color == right.color && left.points.elementsEqual(right.points) { $0 == $1 }
    }
  }

  package var series: [Series]
  package var xRange, yRange: ClosedRange<Double>
  package var background: Color
  /// True draws separate points, false joins them with lines.
  package var isScatter: Bool

  package init(
    _ series: [Series], x: ClosedRange<Double>, y: ClosedRange<Double>, background: Color,
    isScatter: Bool = false
  ) {
    (self.series, xRange, yRange) = (series, x, y)
    (self.background, self.isScatter) = (background, isScatter)
  }

  package func draw(in area: Rect, of frame: inout Frame) {
    guard !area.isEmpty else { return }
    for series in series {
      var dots = [UInt8](repeating: 0, count: area.width * area.height)
      var last: (Int, Int)?
      for point in series.points where point.x.isFinite && point.y.isFinite {
        let place = dot(point, in: area)
        if let last, !isScatter { join(last, place, area, &dots) } else { mark(place, area, &dots) }
        last = place
      }
      for (index, bits) in dots.enumerated() where bits != 0 {
        let (x, y) = (area.x + index % area.width, area.y + index / area.width)
        let old = frame[x, y].map(\.base) ?? 0
        let kept = old >= 0x2800 && old <= 0x28FF ? old : 0x2800
        frame.set(
          x, y, Cell(base: kept | UInt32(bits), style: Style(series.color, on: background)))
      }
    }
  }

  private func dot(_ point: (x: Double, y: Double), in area: Rect) -> (Int, Int) {
    func position(_ value: Double, _ range: ClosedRange<Double>, _ dots: Int) -> Int {
      let extent = range.upperBound - range.lowerBound
      guard extent > 0 else { return 0 }
      let share = max(0, min(1, (value - range.lowerBound) / extent))
      return Int((share * Double(dots - 1)).rounded())
    }
    let rows = area.height * 4
    return (position(point.x, xRange, area.width * 2), rows - 1 - position(point.y, yRange, rows))
  }

  private func join(_ from: (Int, Int), _ to: (Int, Int), _ area: Rect, _ dots: inout [UInt8]) {
    let steps = max(abs(to.0 - from.0), abs(to.1 - from.1), 1)
    for step in 0...steps {
      let (right, down) = ((to.0 - from.0) * step / steps, (to.1 - from.1) * step / steps)
      mark((from.0 + right, from.1 + down), area, &dots)
    }
  }

  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  private func mark(_ place: (Int, Int), _ area: Rect, _ dots: inout [UInt8]) {
    let (column, row) = (place.0 / 2, place.1 / 4)
    guard column >= 0, column < area.width, row >= 0, row < area.height else { return }
    dots[row * area.width + column] |= Self.bits[place.1 % 4][place.0 % 2]
  }
}
