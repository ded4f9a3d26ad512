import Tensors

extension Picture {
  /// Draws `other` over this picture with its top left corner at (x, y).
  ///
  /// The part outside this picture is clipped. An alpha channel of `other` is blended.
  package mutating func place(_ other: Picture, x: Int, y: Int) {
    let columns = max(0, x)..<max(max(0, x), min(width, x + other.width))
    let rows = max(0, y)..<max(max(0, y), min(height, y + other.height))
    guard !columns.isEmpty, !rows.isEmpty else { return }
    let (width, channels) = (width, channels)
    withMutablePixels { pixels in
      for row in rows {
        for column in columns {
          let source = ((row - y) * other.width + column - x) * other.channels
          let target = (row * width + column) * channels
          let alpha = other.channels == 4 ? Int(other.pixels[source + 3]) : 255
          for channel in 0..<3 {
            let mixed =
              Int(other.pixels[source + channel]) * alpha
              + Int(pixels[target + channel]) * (255 - alpha)
            pixels[target + channel] = UInt8((mixed + 127) / 255)
          }
          if channels == 4 {
            let rest = 255 - Int(pixels[target + 3])
            pixels[target + 3] = UInt8(255 - (rest * (255 - alpha) + 127) / 255)
          }
        }
      }
    }
  }

  /// This picture with `strip` below it; the narrower one is centred on white.
  package func stacked(over strip: Picture) -> Picture {
    var page = Picture(
      width: max(width, strip.width), height: height + strip.height,
      color: RGBColor(red: 255, green: 255, blue: 255))
    page.place(self, x: (page.width - width) / 2, y: 0)
    page.place(strip, x: (page.width - strip.width) / 2, y: height)
    return page
  }
}

extension Rectangle {
  /// The intersection of this rectangle and `other`; nil if it is empty.
  package func intersection(_ other: Rectangle) -> Rectangle? {
    let left = max(x, other.x)
    let top = max(y, other.y)
    let right = min(x + width, other.x + other.width)
    let bottom = min(y + height, other.y + other.height)
    guard right > left, bottom > top else { return nil }
    return Rectangle(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// The pixels of a picture of `size` whose centres are inside this rectangle; nil if none are.
  package func pixels(in size: PixelSize) -> PixelRectangle? {
    let columns = columns(in: size)
    let rows = rows(in: size)
    guard !columns.isEmpty, !rows.isEmpty else { return nil }
    return PixelRectangle(
      x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
  }
}
