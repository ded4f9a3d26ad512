import Tensors

/// An RGB colour with 8 bits per channel.
public struct RGBColor: Sendable, Hashable {
  package var red, green, blue: UInt8

  /// Creates a colour from its channels.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// An RGB or RGBA picture: 8 bits per channel, interleaved, top row first.
public struct Picture: Sendable, Hashable {
  package let width, height: Int
  /// 3 for RGB, 4 for RGBA with straight (not premultiplied) alpha.
  package let channels: Int
  /// The bytes in axis order (height, width, channels).
  package private(set) var pixels: [UInt8]

  /// Creates a picture from `pixels`; their count must be width × height × channels.
  package init(width: Int, height: Int, channels: Int = 3, pixels: [UInt8]) {
    precondition(width > 0 && height > 0, "a picture can't be \(width)×\(height)")
    precondition(channels == 3 || channels == 4, "a picture has 3 or 4 channels, not \(channels)")
    precondition(
      pixels.count == width * height * channels,
      "\(width)×\(height)×\(channels) needs \(width * height * channels) bytes, not \(pixels.count)"
    )
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// Creates an RGB picture; `fill` must write all of its width × height × 3 bytes.
  init(
    width: Int, height: Int, filledBy fill: (UnsafeMutableBufferPointer<UInt8>) -> Void
  ) {
    let count = width * height * 3
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      fill(buffer)
      initialized = count
    }
    self.init(width: width, height: height, pixels: pixels)
  }

  /// Creates an RGB picture of one colour.
  package init(width: Int, height: Int, color: RGBColor) {
    self.init(width: width, height: height) { buffer in
      for pixel in 0..<width * height {
        buffer[3 * pixel] = color.red
        buffer[3 * pixel + 1] = color.green
        buffer[3 * pixel + 2] = color.blue
      }
    }
  }

  package var size: PixelSize { PixelSize(width: width, height: height) }

  /// The colour at column `x` and row `y`; alpha is neither read nor changed.
  package subscript(x: Int, y: Int) -> RGBColor {
    get {
      let start = offset(x, y)
      return RGBColor(red: pixels[start], green: pixels[start + 1], blue: pixels[start + 2])
    }
    set {
      let start = offset(x, y)
      pixels[start] = newValue.red
      pixels[start + 1] = newValue.green
      pixels[start + 2] = newValue.blue
    }
  }

  private func offset(_ x: Int, _ y: Int) -> Int {
    precondition(
      x >= 0 && x < width && y >= 0 && y < height, "(\(x), \(y)) is outside \(width)×\(height)")
    return (y * width + x) * channels
  }

  /// Calls `body` with the bytes for changes in place.
  mutating func withMutablePixels<R>(
    _ body: (inout UnsafeMutableBufferPointer<UInt8>) throws -> R
  ) rethrows -> R {
    try pixels.withUnsafeMutableBufferPointer(body)
  }
}
