/// Width and height of a picture or a network's input, in pixels.
public struct Size: Sendable, Hashable {
  /// Pixels in a row.
  public var width: Int
  /// Number of rows.
  public var height: Int

  /// A size of `width` × `height` pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// A square of `side` pixels.
  public init(square side: Int) { self.init(width: side, height: side) }
}

/// An 8-bit colour.
public struct Color: Sendable, Hashable {
  /// Red, 0…255.
  public var red: UInt8
  /// Green, 0…255.
  public var green: UInt8
  /// Blue, 0…255.
  public var blue: UInt8

  /// A colour of three bytes.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// An 8-bit picture, RGB or RGBA interleaved, rows from the top.
public struct Picture: Sendable, Hashable {
  /// Pixels in a row.
  public let width: Int
  /// Number of rows.
  public let height: Int
  /// 3 for RGB, 4 for RGBA with straight (not premultiplied) alpha.
  public let channels: Int
  /// `height` × `width` × `channels` bytes.
  public private(set) var pixels: [UInt8]

  /// A picture of `pixels`, whose count must be width × height × channels.
  public init(width: Int, height: Int, channels: Int = 3, pixels: [UInt8]) {
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

  /// An RGB picture whose pixels `fill` writes, all of them.
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

  /// A picture of one colour.
  public init(width: Int, height: Int, color: Color) {
    self.init(width: width, height: height) { buffer in
      for pixel in 0..<width * height {
        buffer[3 * pixel] = color.red
        buffer[3 * pixel + 1] = color.green
        buffer[3 * pixel + 2] = color.blue
      }
    }
  }

  /// Width and height.
  public var size: Size { Size(width: width, height: height) }

  /// The colour of the pixel in column `x` of row `y`.
  public subscript(x: Int, y: Int) -> Color {
    get {
      let start = offset(x, y)
      return Color(red: pixels[start], green: pixels[start + 1], blue: pixels[start + 2])
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

  /// Lets `body` change the bytes in place.
  mutating func withMutablePixels<R>(
    _ body: (inout UnsafeMutableBufferPointer<UInt8>) throws -> R
  ) rethrows -> R {
    try pixels.withUnsafeMutableBufferPointer(body)
  }
}
