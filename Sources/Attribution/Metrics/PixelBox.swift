/// A rectangle around an object, in pixels; 0 is the left edge of the first column.
package struct PixelBox: Hashable, Sendable {
  package let left, top, right, bottom: Double

  /// Creates a box from four edges; nil if it would be empty or an edge is not finite.
  package init?(left: Double, top: Double, right: Double, bottom: Double) {
    guard left < right, top < bottom, left.isFinite, top.isFinite, right.isFinite, bottom.isFinite
    else { return nil }
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// Returns the part of the box inside an image of this size; nil if it is empty.
  package func clipped(height: Int, width: Int) -> PixelBox? {
    PixelBox(
      left: max(left, 0), top: max(top, 0), right: min(right, Double(width)),
      bottom: min(bottom, Double(height)))
  }

  /// True if the centre of a pixel is inside.
  package func contains(row: Int, column: Int) -> Bool {
    let x = Double(column) + 0.5
    let y = Double(row) + 0.5
    return x >= left && x < right && y >= top && y < bottom
  }

  /// Distance of a pixel's centre from the box, in pixels; 0 inside.
  package func distance(row: Int, column: Int) -> Double {
    let x = Double(column) + 0.5
    let y = Double(row) + 0.5
    let across = max(left - x, 0, x - right)
    let down = max(top - y, 0, y - bottom)
    return (across * across + down * down).squareRoot()
  }
}
