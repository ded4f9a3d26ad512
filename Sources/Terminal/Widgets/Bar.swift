/// A horizontal bar: a thick line on a thin track, in steps of half a column.
package struct Bar: Widget {
  package var value: Double
  package var color, track, background: Color

  /// A bar that fills the fraction `value` (0…1) of its track.
  package init(value: Double, color: Color, track: Color, background: Color) {
    self.value = value.isFinite ? max(0, min(1, value)) : 0
    (self.color, self.track, self.background) = (color, track, background)
  }

  package func draw(in area: Rect, of frame: inout Frame) {
    guard !area.isEmpty else { return }
    let halves = Int((value * Double(area.width * 2)).rounded())
    let y = area.y + (area.height - 1) / 2
    for column in 0..<area.width {
      let filled = halves - column * 2
      let style = Style(filled >= 1 ? color : track, on: background)
      frame.set(area.x + column, y, Cell(filled >= 2 ? "━" : filled == 1 ? "╸" : "─", style))
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
