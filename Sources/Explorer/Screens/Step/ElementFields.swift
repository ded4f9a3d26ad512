import Architectures
import Explanations
import Terminal

/// The receptive fields of a layer's elements, in fractions of the photograph.
package struct ElementFields {
  let field: ReceptiveField
  let shape: FeatureShape
  /// Size of the network's input, in pixels.
  let input: Size
  /// The part of the photograph that the network sees.
  let seen: Region

  package init(_ shown: LayerActivation, seen: Region) {
    (field, shape, self.seen) = (shown.field, shown.shape, seen)
    input = Size(shown.input.width, shown.input.height)
  }

  /// The part that an element reads; the padding around the photograph belongs to it.
  package func region(of element: Point) -> Region {
    let (columns, rows) = (
      field.horizontal.pixels(of: element.x), field.vertical.pixels(of: element.y)
    )
    let (width, height) = (
      seen.width / Double(max(1, input.columns)), seen.height / Double(max(1, input.rows))
    )
    return Region(
      x: seen.x + Double(columns.lowerBound) * width, y: seen.y + Double(rows.lowerBound) * height,
      width: Double(columns.count) * width, height: Double(rows.count) * height)
  }

  /// The area for the photograph within `area`, so that the fields of all elements fit around it.
  ///
  /// The photograph keeps at least half of the width and of the height, so fields that are much
  /// larger than it are cut off.
  package func photograph(width: Int, height: Int, in area: Rect) -> Rect {
    guard !field.isWholeImage else { return area }
    let first = region(of: Point(0, 0))
    let last = region(of: Point(shape.width - 1, shape.height - 1))
    func margins(_ start: Double, _ end: Double) -> (Double, Double) {
      (max(0, min(0.5, -start)), max(0, min(0.5, end - 1)))
    }
    let (left, right) = margins(first.x, last.x + last.width)
    let (above, below) = margins(first.y, last.y + last.height)
    let place = PicturePainter.place(
      width: Int(Double(width) * (1 + left + right)),
      height: Int(Double(height) * (1 + above + below)), in: area)
    func part(_ extent: Int, _ before: Double, _ after: Double) -> (start: Int, count: Int) {
      let whole = Double(extent) / (1 + before + after)
      return (Int((before * whole).rounded()), max(1, Int(whole.rounded())))
    }
    let (across, down) = (part(place.width, left, right), part(place.height, above, below))
    return Rect(place.x + across.start, place.y + down.start, across.count, down.count)
      .intersection(area)
  }
}
