import Figures
import Imaging
import Support

/// A colour bar labelled with raw values, always including zero.
struct ColorBar {
  /// Values at the left and the right end.
  var minimum, maximum: Float
  var color: (Float) -> RGBColor

  /// Draws the bar with its top left corner at (x, y), 13 units high, and its labels below.
  func draw(on page: inout Page, x left: Double, y top: Double, width: Double, unit: Double) {
    let right = left + width
    let height = 13 * unit
    let columns = max(1, Int(width))
    let range = maximum - minimum
    guard range > 0 else { return }
    for column in 0..<columns {
      let value = minimum + range * (Float(column) + 0.5) / Float(columns)
      page.fill(color(value), x: left + Double(column), y: top, width: 1, height: height)
    }
    let style = Page.Style(size: 10 * unit)
    // The ends are labelled first; later labels that would overlap are left out.
    var taken: [ClosedRange<Double>] = []
    for value in [minimum, maximum, 0] {
      let share = Double((value - minimum) / range)
      let x = left + share * width
      let text = NumberText.measured(Double(value))
      let textWidth = Page.width(of: text, style)
      let alignment = share < 0.02 ? 0 : share > 0.98 ? 1 : 0.5
      let place =
        (x - alignment * textWidth - 6 * unit)...(x + (1 - alignment) * textWidth + 6 * unit)
      page.fill(
        RGBColor(red: 30, green: 30, blue: 30), x: min(max(x - unit / 2, left), right - unit),
        y: top + height, width: unit, height: 3 * unit)
      if taken.contains(where: { $0.overlaps(place) }) { continue }
      taken.append(place)
      page.write(text, style, x: x, y: top + height + 14 * unit, alignment: alignment)
    }
  }
}
