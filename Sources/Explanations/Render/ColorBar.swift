import Figures
import Imaging
import Support

/// A colour bar labelled with raw values, always including zero.
struct ColorBar {
  /// Values at the left and the right end.
  var minimum, maximum: Float
  var color: (Float) -> RGBColor
  /// Values at which the picture has contour lines.
  var levels: [Float] = []

  /// Draws the bar with its top left corner at (x, y), 13 units high, and its labels below.
  func draw(on page: inout Page, x left: Double, y top: Double, width: Double, unit: Double) {
    let right = left + width
    let height = 13 * unit
    let columns = max(1, Int(width))
    let range = maximum - minimum
    guard range > 0 else { return }
    let step = width / Double(columns)
    for column in 0..<columns {
      let value = minimum + range * (Float(column) + 0.5) / Float(columns)
      // Each column reaches below the next, so that no seam of white shows between two.
      let x = left + Double(column) * step
      page.fill(color(value), x: x, y: top, width: min(2 * step, right - x), height: height)
    }
    for level in levels where level > minimum && level < maximum {
      let x = left + Double((level - minimum) / range) * width
      page.fill(Self.ink, x: x - 1.5 * unit, y: top, width: 3 * unit, height: height)
      page.fill(Self.line, x: x - unit / 2, y: top, width: unit, height: height)
    }
    let style = Page.Style(size: 10 * unit)
    // The ends are labelled first; later labels that would overlap are left out.
    var taken: [ClosedRange<Double>] = []
    for value in [minimum, maximum, 0] + levels {
      guard value >= minimum, value <= maximum else { continue }
      let share = Double((value - minimum) / range)
      let x = left + share * width
      let text = NumberText.measured(Double(value))
      let textWidth = Page.width(of: text, style)
      let alignment = share < 0.02 ? 0 : share > 0.98 ? 1 : 0.5
      let place =
        (x - alignment * textWidth - 6 * unit)...(x + (1 - alignment) * textWidth + 6 * unit)
      page.fill(
        Self.ink, x: min(max(x - unit / 2, left), right - unit),
        y: top + height, width: unit, height: 3 * unit)
      if taken.contains(where: { $0.overlaps(place) }) { continue }
      taken.append(place)
      page.write(text, style, x: x, y: top + height + 14 * unit, alignment: alignment)
    }
  }

  private static let ink = RGBColor(red: 30, green: 30, blue: 30)
  /// The colour of contour lines.
  private static let line = RGBColor(red: 255, green: 255, blue: 255)
}
