/// An image of 24-bit pixels in row order.
package struct Pixels: Equatable, Sendable {
  package let width, height: Int
  /// Interleaved red, green and blue, (H, W, 3).
  package private(set) var bytes: [UInt8]

  /// An image from interleaved red, green and blue, (H, W, 3).
  package init(width: Int, height: Int, bytes: [UInt8]) {
    precondition(
      width >= 0 && height >= 0 && bytes.count == width * height * 3,
      "\(width)×\(height) pixels need \(width * height * 3) bytes, not \(bytes.count)")
    (self.width, self.height, self.bytes) = (width, height, bytes)
  }

  /// An image of one colour.
  package init(width: Int, height: Int, filling color: RGB) {
    (self.width, self.height) = (max(0, width), max(0, height))
    bytes = [UInt8](repeating: 0, count: self.width * self.height * 3)
    transform { _, _, _ in color }
  }

  package subscript(x: Int, y: Int) -> RGB {
    get {
      let index = (y * width + x) * 3
      return RGB(bytes[index], bytes[index + 1], bytes[index + 2])
    }
    set {
      let index = (y * width + x) * 3
      bytes[index] = newValue.red
      bytes[index + 1] = newValue.green
      bytes[index + 2] = newValue.blue
    }
  }

  /// The image at another size: each new pixel is the mean of the old pixels that it covers.
  package func scaled(toWidth newWidth: Int, height newHeight: Int) -> Pixels {
    guard newWidth > 0, newHeight > 0, width > 0, height > 0 else {
      return Pixels(width: newWidth, height: newHeight, filling: RGB(0, 0, 0))
    }
    if newWidth == width, newHeight == height { return self }
    let columns = Self.spans(from: width, to: newWidth)
    let rows = Self.spans(from: height, to: newHeight)
    let result = [UInt8](unsafeUninitializedCapacity: newWidth * newHeight * 3) { out, count in
      bytes.withUnsafeBufferPointer { pixels in
        var target = 0
        for row in rows {
          for column in columns {
            var (red, green, blue) = (0, 0, 0)
            for y in row {
              var index = (y * width + column.lowerBound) * 3
              for _ in column {
                red += Int(pixels[index])
                green += Int(pixels[index + 1])
                blue += Int(pixels[index + 2])
                index += 3
              }
            }
            let area = row.count * column.count
            out[target] = UInt8((red + area / 2) / area)
            out[target + 1] = UInt8((green + area / 2) / area)
            out[target + 2] = UInt8((blue + area / 2) / area)
            target += 3
          }
        }
      }
      count = newWidth * newHeight * 3
    }
    return Pixels(width: newWidth, height: newHeight, bytes: result)
  }

  /// For each new position the old positions that it covers, at least one.
  private static func spans(from old: Int, to new: Int) -> [Range<Int>] {
    (0..<new).map { index in
      let start = min(index * old / new, old - 1)
      return start..<max(start + 1, min((index + 1) * old / new, old))
    }
  }

  /// Calls `body` with the bytes, which it may change.
  package mutating func withMutableBytes(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeMutableBufferPointer { body($0) }
  }

  /// Replaces every pixel by `change(x, y, color)`.
  package mutating func transform(_ change: (Int, Int, RGB) -> RGB) {
    let width = width
    bytes.withUnsafeMutableBufferPointer { bytes in
      var index = 0
      for y in 0..<height {
        for x in 0..<width {
          let color = change(x, y, RGB(bytes[index], bytes[index + 1], bytes[index + 2]))
          bytes[index] = color.red
          bytes[index + 1] = color.green
          bytes[index + 2] = color.blue
          index += 3
        }
      }
    }
  }
}
