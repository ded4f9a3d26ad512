/// A bar of a diagram, with an optional interval at its top.
package struct PlotBar: Hashable, Sendable {
  /// Its extent along the horizontal axis.
  package var extent: ClosedRange<Double>
  package var height: Double
  /// The place of the interval along the horizontal axis.
  package var middle: Double
  /// The ends of the interval; nil for none.
  package var interval: ClosedRange<Double>?
  /// Text at its foot, such as a count.
  package var label: String
  /// Index of its colour in `PlotPalette`.
  package var color: Int

  package init(
    _ extent: ClosedRange<Double>, height: Double, middle: Double,
    interval: ClosedRange<Double>? = nil, label: String = "", color: Int
  ) {
    (self.extent, self.height, self.middle) = (extent, height, middle)
    (self.interval, self.label, self.color) = (interval, label, color)
  }
}

extension CairoCanvas {
  /// Draws bars from zero, their intervals and the labels that have room.
  func draw(_ bars: [PlotBar], _ layout: PlotLayout) {
    clip(
      x: layout.left, y: layout.top, width: layout.right - layout.left,
      height: layout.bottom - layout.top)
    for bar in bars {
      // A bin of equal values still has a visible width.
      let left = layout.across(bar.extent.lowerBound)
      let right = max(layout.across(bar.extent.upperBound), left + 2)
      let (top, foot) = (layout.down(bar.height), layout.bottom)
      setColor(PlotPalette.color(bar.color), opacity: 0.45)
      fill([(left + 0.5, top), (right - 0.5, top), (right - 0.5, foot), (left + 0.5, foot)])
    }
    for bar in bars {
      guard let interval = bar.interval else { continue }
      let x = layout.across(bar.middle)
      setColor(PlotPalette.color(0), opacity: 1)
      stroke(
        [(x, layout.down(interval.lowerBound)), (x, layout.down(interval.upperBound))], width: 1.2)
      for end in [interval.lowerBound, interval.upperBound] {
        let y = layout.down(end)
        stroke([(x - 3, y), (x + 3, y)], width: 1.2)
      }
    }
    unclip()
    setFont(size: 9)
    setColor(PlotPalette.color(6), opacity: 1)
    var free = layout.left
    for bar in bars where !bar.label.isEmpty {
      let x = (layout.across(bar.extent.lowerBound) + layout.across(bar.extent.upperBound)) / 2
      let half = width(of: bar.label) / 2
      // A label that would cover the one before is left out.
      if x - half < free { continue }
      write(bar.label, x: x, y: layout.bottom - 4, alignment: 0.5)
      free = x + half + 3
    }
  }
}
