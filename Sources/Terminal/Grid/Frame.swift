/// A grid of cells: the wanted content of the screen.
///
/// Drawing outside of the grid has no effect.
package struct Frame: Equatable, Sendable {
  package let size: Size
  /// The cells in row order.
  package private(set) var cells: [Cell]
  /// The position of the terminal's cursor; nil hides it.
  package var cursor: Point?
  /// A full-resolution image over the cells.
  package var picture: PlacedPicture?

  /// A frame of spaces.
  package init(_ size: Size, style: Style = Style()) {
    self.size = Size(max(0, size.columns), max(0, size.rows))
    cells = Array(repeating: Cell(" ", style), count: self.size.columns * self.size.rows)
  }

  package var bounds: Rect { Rect(size) }

  /// The cell at a position; nil outside of the grid.
  package subscript(x: Int, y: Int) -> Cell? {
    guard x >= 0, y >= 0, x < size.columns, y < size.rows else { return nil }
    return cells[y * size.columns + x]
  }

  /// Sets one cell; `cell` must be one column wide.
  package mutating func set(_ x: Int, _ y: Int, _ cell: Cell) {
    guard x >= 0, y >= 0, x < size.columns, y < size.rows else { return }
    let index = y * size.columns + x
    splitWide(at: index, x)
    cells[index] = cell
  }

  /// Writes text to the right of a position, clipped to `area`; returns the columns used.
  @discardableResult
  package mutating func put(
    _ text: String, _ x: Int, _ y: Int, _ style: Style, in area: Rect? = nil
  ) -> Int {
    let area = area.map(bounds.intersection) ?? bounds
    var column = x
    guard y >= area.y, y < area.maxY, !area.isEmpty else { return 0 }
    for glyph in Glyphs(text) {
      guard column + glyph.width <= area.maxX else { break }
      if column >= area.x {
        place(glyph, column, y, style)
      } else if column + glyph.width > area.x {
        set(area.x, y, Cell(" ", style))
      }
      column += glyph.width
    }
    return column - x
  }

  /// Fills an area with one character.
  package mutating func fill(_ area: Rect, _ style: Style, _ character: Unicode.Scalar = " ") {
    let area = bounds.intersection(area)
    guard !area.isEmpty else { return }
    let cell = Cell(character, style)
    for y in area.y..<area.maxY {
      let row = y * size.columns
      splitWide(at: row + area.x, area.x)
      splitWide(at: row + area.maxX - 1, area.maxX - 1)
      for x in area.x..<area.maxX { cells[row + x] = cell }
    }
  }

  /// Changes the styles of an area and keeps its characters.
  package mutating func restyle(_ area: Rect, _ change: (Style) -> Style) {
    let area = bounds.intersection(area)
    guard !area.isEmpty else { return }
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX {
        let index = y * size.columns + x
        cells[index].style = change(cells[index].style)
      }
    }
  }

  private mutating func place(_ glyph: Glyphs.Glyph, _ x: Int, _ y: Int, _ style: Style) {
    let index = y * size.columns + x
    splitWide(at: index, x)
    if glyph.width == 2 { splitWide(at: index + 1, x + 1) }
    cells[index] = Cell(base: glyph.base, mark1: glyph.mark1, mark2: glyph.mark2, style: style)
    if glyph.width == 2 { cells[index + 1] = Cell(base: 0, style: style) }
  }

  /// Blanks the other half of a wide character when one of its halves is overwritten.
  private mutating func splitWide(at index: Int, _ x: Int) {
    if cells[index].isContinuation, x > 0 {
      cells[index - 1] = Cell(" ", cells[index - 1].style)
      cells[index].base = 0x20
    } else if x + 1 < size.columns, cells[index + 1].isContinuation {
      cells[index + 1].base = 0x20
    }
  }
}
