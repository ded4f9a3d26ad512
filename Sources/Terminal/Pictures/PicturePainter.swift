/// Draws an image as coloured characters.
package struct PicturePainter: Equatable, Sendable {
  package var glyphs: PictureGlyphs
  package var colors: ColorDepth

  package init(glyphs: PictureGlyphs = .half, colors: ColorDepth = .direct) {
    (self.glyphs, self.colors) = (glyphs, colors)
  }

  /// The number of pixels in a cell, horizontally and vertically.
  package var pixelsPerCell: (columns: Int, rows: Int) {
    switch glyphs {
    case _ where colors == .none, .ascii: (1, 1)
    case .half: (1, 2)
    case .quadrant: (2, 2)
    case .sextant: (2, 3)
    }
  }

  /// The largest centred rectangle in `area` that keeps the proportions of a picture.
  ///
  /// `cell` holds the proportions of a cell; in most terminals it is twice as high as wide.
  package static func place(
    width: Int, height: Int, in area: Rect, cell: Size = Size(1, 2)
  ) -> Rect {
    guard width > 0, height > 0, !area.isEmpty else { return Rect(area.x, area.y, 0, 0) }
    let (across, down) = (width * cell.rows, height * cell.columns)
    var columns = area.width
    var rows = (columns * down + across / 2) / across
    if rows > area.height {
      rows = area.height
      columns = (rows * across + down / 2) / down
    }
    return area.centered(Size(max(1, min(columns, area.width)), max(1, rows)))
  }

  /// The size in pixels that fills `place`.
  package func pixelSize(of place: Rect) -> (width: Int, height: Int) {
    (place.width * pixelsPerCell.columns, place.height * pixelsPerCell.rows)
  }

  /// Draws an image into `place`; scales it to `pixelSize(of: place)` if it has another size.
  package func draw(_ pixels: Pixels, in place: Rect, of frame: inout Frame, background: Color) {
    let size = pixelSize(of: place)
    let pixels = pixels.scaled(toWidth: size.width, height: size.height)
    for row in 0..<place.height {
      for column in 0..<place.width {
        frame.set(
          place.x + column, place.y + row, cell(of: pixels, column, row, background: background))
      }
    }
  }

  private func cell(of pixels: Pixels, _ column: Int, _ row: Int, background: Color) -> Cell {
    switch glyphs {
    case _ where colors == .none:
      return Cell(Self.density(pixels[column, row]), Style(on: background))
    case .ascii:
      let color = pixels[column, row]
      return Cell(Self.density(color), Style(.rgb(color), on: background))
    case .half:
      let (top, bottom) = (pixels[column, 2 * row], pixels[column, 2 * row + 1])
      if top == bottom { return Cell(" ", Style(.rgb(top), on: .rgb(top))) }
      return Cell("▀", Style(.rgb(top), on: .rgb(bottom)))
    case .quadrant, .sextant:
      return mosaic(of: pixels, column, row)
    }
  }

  /// Reduces the 4 or 6 pixels of a cell to two colours: the means of the bright and the dark ones.
  private func mosaic(of pixels: Pixels, _ column: Int, _ row: Int) -> Cell {
    let rows = pixelsPerCell.rows
    let members = (0..<2 * rows).map { pixels[2 * column + $0 % 2, rows * row + $0 / 2] }
    let lights = members.map(\.brightness)
    let middle = ((lights.min() ?? 0) + (lights.max() ?? 0)) / 2
    var pattern = 0
    for (index, light) in lights.enumerated() where light > middle { pattern |= 1 << index }
    let bright = Self.mean(members.filter { $0.brightness > middle })
    let dark = Self.mean(members.filter { $0.brightness <= middle })
    if pattern == 0 { return Cell(" ", Style(.rgb(dark), on: .rgb(dark))) }
    let glyph = glyphs == .quadrant ? Self.quadrants[pattern] : Self.sextant(pattern)
    return Cell(glyph, Style(.rgb(bright), on: .rgb(dark)))
  }

  private static func mean(_ colors: [RGB]) -> RGB {
    func mean(_ channel: (RGB) -> UInt8) -> UInt8 {
      UInt8(colors.reduce(0) { $0 + Int(channel($1)) } / max(1, colors.count))
    }
    return RGB(mean(\.red), mean(\.green), mean(\.blue))
  }

  /// Quadrant characters by bit pattern: upper left 1, upper right 2, lower left 4, lower right 8.
  private static let quadrants = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█".unicodeScalars)

  /// The sextant for a pattern; four patterns have no sextant because older characters draw them.
  private static func sextant(_ pattern: Int) -> Unicode.Scalar {
    switch pattern {
    case 0: return " "
    case 21: return "▌"
    case 42: return "▐"
    case 63: return "█"
    default:
      let index = pattern - 1 - (pattern > 21 ? 1 : 0) - (pattern > 42 ? 1 : 0)
      return Unicode.Scalar(UInt32(0x1FB00 + index)) ?? "█"
    }
  }

  /// ASCII characters from dark to bright, for a dark background.
  private static let ramp = Array(" .:-=+*#%@".unicodeScalars)

  private static func density(_ color: RGB) -> Unicode.Scalar {
    ramp[color.brightness * ramp.count / 256]
  }
}
