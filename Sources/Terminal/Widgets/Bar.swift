/// A horizontal bar: a thick line on a thin track, in steps of half a column.
package struct Bar: Widget {
  package var value: Double
  /// Where the bar starts, 0…1; it may end at the left of it.
  package var origin: Double
  package var color, track, background: Color

  /// A bar from `origin` to the fraction `value` (0…1) of its track.
  package init(
    value: Double, from origin: Double = 0, color: Color, track: Color, background: Color
  ) {
    self.value = value.isFinite ? max(0, min(1, value)) : 0
    self.origin = origin.isFinite ? max(0, min(1, origin)) : 0
    (self.color, self.track, self.background) = (color, track, background)
  }

  package func draw(in area: Rect, of frame: inout Frame) {
    guard !area.isEmpty else { return }
    let ends = [origin, value].map { Int(($0 * Double(area.width * 2)).rounded()) }.sorted()
    let filled = ends[0]..<ends[1]
    let y = area.y + (area.height - 1) / 2
    for column in 0..<area.width {
      let (left, right) = (filled.contains(2 * column), filled.contains(2 * column + 1))
      let style = Style(left || right ? color : track, on: background)
      let mark: Unicode.Scalar = left && right ? "━" : left ? "╸" : right ? "╺" : "─"
      frame.set(area.x + column, y, Cell(mark, style))
    }
  }
}

/// A small bar chart with one character per value.
package struct Sparkline: Widget {
  package var values: [Double]
  /// The value of a full bar; nil uses the largest value.
  package var peak: Double?
  package var style: Style

  package init(_ values: [Double], peak: Double? = nil, style: Style) {
    (self.values, self.peak, self.style) = (values, peak, style)
  }

  private static let levels = Array(" ▁▂▃▄▅▆▇█".unicodeScalars)

  package func draw(in area: Rect, of frame: inout Frame) {
    guard !area.isEmpty, let peak = peak ?? values.max(), peak > 0 else { return }
    for column in 0..<min(area.width, values.count) {
      let value = values[column]
      let height = value.isFinite ? Int((value / peak * Double(area.height * 8)).rounded(.up)) : 0
      for row in 0..<area.height {
        let level = max(0, min(8, height - (area.height - 1 - row) * 8))
        guard level > 0 else { continue }
        frame.set(area.x + column, area.y + row, Cell(Self.levels[level], style))
      }
    }
  }
}
