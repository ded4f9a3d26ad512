/// A size in columns and rows.
package struct Size: Hashable, Sendable {
  package var columns, rows: Int

  package init(_ columns: Int, _ rows: Int) { (self.columns, self.rows) = (columns, rows) }
}

/// A position in a frame: column and row from the top left, starting at 0.
package struct Point: Hashable, Sendable {
  package var x, y: Int

  package init(_ x: Int, _ y: Int) { (self.x, self.y) = (x, y) }
}

/// A rectangle of cells; negative widths and heights become 0.
package struct Rect: Hashable, Sendable {
  package var x, y, width, height: Int

  package init(_ x: Int, _ y: Int, _ width: Int, _ height: Int) {
    (self.x, self.y, self.width, self.height) = (x, y, max(0, width), max(0, height))
  }

  /// The rectangle that covers a whole frame.
  package init(_ size: Size) { self.init(0, 0, size.columns, size.rows) }

  package var size: Size { Size(width, height) }
  package var maxX: Int { x + width }
  package var maxY: Int { y + height }
  package var isEmpty: Bool { width == 0 || height == 0 }

  package func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }

  /// The part inside `other`.
  package func intersection(_ other: Rect) -> Rect {
    let (left, top) = (max(x, other.x), max(y, other.y))
    return Rect(left, top, min(maxX, other.maxX) - left, min(maxY, other.maxY) - top)
  }

  /// The rectangle reduced by `columns` on the left and right and `rows` above and below.
  package func inset(_ columns: Int, _ rows: Int) -> Rect {
    Rect(x + columns, y + rows, width - 2 * columns, height - 2 * rows)
  }

  /// The first `rows` rows, and the rest.
  package func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
    let taken = max(0, min(rows, height))
    return (Rect(x, y, width, taken), Rect(x, y + taken, width, height - taken))
  }

  /// The last `rows` rows, and the rest above them.
  package func splitBottom(_ rows: Int) -> (rest: Rect, bottom: Rect) {
    let taken = max(0, min(rows, height))
    return (Rect(x, y, width, height - taken), Rect(x, maxY - taken, width, taken))
  }

  /// The first `columns` columns, and the rest.
  package func splitLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
    let taken = max(0, min(columns, width))
    return (Rect(x, y, taken, height), Rect(x + taken, y, width - taken, height))
  }

  /// A centred rectangle of `size`, reduced where it does not fit.
  package func centered(_ size: Size) -> Rect {
    let (columns, rows) = (min(size.columns, width), min(size.rows, height))
    return Rect(x + (width - columns) / 2, y + (height - rows) / 2, columns, rows)
  }
}
