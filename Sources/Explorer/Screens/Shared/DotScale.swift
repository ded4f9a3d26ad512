import Terminal

/// A square dot of a map on the terminal.
package enum MapDot: Sendable {
  /// One column of half a row, drawn by ▀ in two colours.
  case half
  /// Two columns of one row, for terminals without colours and for ASCII.
  case whole

  package init(_ painter: PicturePainter) {
    self = painter.colors == .none || painter.glyphs == .ascii ? .whole : .half
  }

  /// Columns of a dot.
  package var columns: Int { self == .half ? 1 : 2 }
  /// Dots that share a row of cells.
  package var perRow: Int { self == .half ? 2 : 1 }
}

/// The size of a map in whole dots: several dots for each element, or several elements for each dot.
package struct DotScale: Equatable, Sendable {
  /// Columns and rows of elements.
  package let map: Size
  /// Dots along a side of an element; 1 if elements share dots.
  package let dotsPerElement: Int
  /// Elements along a side of a dot; 1 if an element has dots of its own. The last dot of a line
  /// may have fewer.
  package let elementsPerDot: Int
  package let dot: MapDot

  /// The size of the map in dots.
  package var dots: Size { Size(extent(map.columns), extent(map.rows)) }

  /// The size of the map in cells.
  package var cells: Size {
    Size(dots.columns * dot.columns, (dots.rows + dot.perRow - 1) / dot.perRow)
  }

  private func extent(_ elements: Int) -> Int {
    (elements * dotsPerElement + elementsPerDot - 1) / elementsPerDot
  }

  /// The element at a cell of the map.
  package func element(at cell: Point) -> Point {
    func element(_ dot: Int, _ last: Int) -> Int {
      max(0, min(last, dot * elementsPerDot / dotsPerElement))
    }
    return Point(
      element(cell.x / dot.columns, map.columns - 1), element(cell.y * dot.perRow, map.rows - 1))
  }

  /// The cells that show an element, partly or whole.
  package func cells(of element: Point) -> Rect {
    func dots(_ element: Int) -> Range<Int> {
      let first = element * dotsPerElement / elementsPerDot
      return first..<first + dotsPerElement
    }
    let (across, down) = (dots(element.x), dots(element.y))
    let (top, bottom) = (down.lowerBound / dot.perRow, (down.upperBound - 1) / dot.perRow)
    return Rect(
      across.lowerBound * dot.columns, top, across.count * dot.columns, bottom - top + 1)
  }
}

extension DotScale {
  /// Scales of a map that fit into `size` cells, the smallest first; neighbours differ clearly.
  package static func fitting(_ map: Size, in size: Size, _ dot: MapDot) -> [DotScale] {
    var scales: [DotScale] = []
    let longest = max(map.columns, map.rows)
    var width = Int.max
    for elements in stride(from: 2, through: max(2, longest / 4), by: 1) {
      let scale = DotScale(map: map, dotsPerElement: 1, elementsPerDot: elements, dot: dot)
      // A dot more or less in ten would be no other size to a reader.
      guard width == .max || scale.dots.columns * 20 <= width * 17 else { continue }
      width = scale.dots.columns
      scales.insert(scale, at: 0)
    }
    for dots in 1...max(1, size.columns) {
      let scale = DotScale(map: map, dotsPerElement: dots, elementsPerDot: 1, dot: dot)
      if !scale.fits(in: size) { break }
      scales.append(scale)
    }
    return scales.filter { $0.fits(in: size) }
  }

  /// The largest scale that fits; the smallest one if none fits.
  package static func largest(_ map: Size, in size: Size, _ dot: MapDot) -> DotScale {
    let elements = max(1, max(map.columns, map.rows) / 4)
    return fitting(map, in: size, dot).last
      ?? DotScale(map: map, dotsPerElement: 1, elementsPerDot: elements, dot: dot)
  }

  private func fits(in size: Size) -> Bool {
    cells.columns <= size.columns && cells.rows <= size.rows
  }
}
