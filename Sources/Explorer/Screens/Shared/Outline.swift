import Terminal

/// A rectangle in cells whose sides may lie outside of the area that is drawn.
package struct Outline: Equatable, Sendable {
  /// The outermost cells.
  package var left, top, right, bottom: Int

  package init(left: Int, top: Int, right: Int, bottom: Int) {
    (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
  }

  /// The cells of a rectangle.
  package init(_ area: Rect) {
    self.init(left: area.x, top: area.y, right: area.maxX - 1, bottom: area.maxY - 1)
  }

  /// The cells of a region of a picture that covers `place`; the region may exceed the picture.
  package init(_ region: Region, of place: Rect) {
    func cell(_ fraction: Double, _ start: Int, _ extent: Int) -> Int {
      start + Int((fraction * Double(extent)).rounded())
    }
    left = cell(region.x, place.x, place.width)
    top = cell(region.y, place.y, place.height)
    right = max(left, cell(region.x + region.width, place.x, place.width) - 1)
    bottom = max(top, cell(region.y + region.height, place.y, place.height) - 1)
  }

  /// The cells of the lines with their characters.
  package var marks: [(mark: String, place: Point)] {
    guard right > left, bottom > top else { return [("◆", Point(left, top))] }
    var marks: [(mark: String, place: Point)] = [
      ("┌", Point(left, top)), ("┐", Point(right, top)), ("└", Point(left, bottom)),
      ("┘", Point(right, bottom)),
    ]
    for x in left + 1..<right { marks += [("─", Point(x, top)), ("─", Point(x, bottom))] }
    for y in top + 1..<bottom { marks += [("│", Point(left, y)), ("│", Point(right, y))] }
    return marks
  }
}

extension Canvas {
  /// Draws the part of an outline within `area`; the picture below stays visible around the lines.
  mutating func outline(_ outline: Outline, in area: Rect) {
    let ink = theme.style(.accent).foreground
    for (mark, place) in outline.marks where area.contains(place) {
      guard let cell = frame[place.x, place.y] else { continue }
      frame.put(mark, place.x, place.y, Style(ink, on: cell.ground, .bold), in: area)
    }
  }
}

extension Cell {
  /// The colour of a cell seen from afar: the mean of both colours of a cell of pixels.
  fileprivate var ground: Color {
    guard base != 0x20, let upper = style.foreground.rgb, let lower = style.background.rgb else {
      return style.background
    }
    return .rgb(upper.blended(with: lower, 0.5))
  }
}
