import Tensors

extension Picture {
  /// Decodes a WebP file, or the first frame of an animation placed on a black canvas.
  static func decodeWebP(_ bytes: Bytes, _ limit: PictureLimit) throws(ImagingError) -> Picture {
    // A missing pad byte at the end is accepted: it holds no data.
    guard let claimed = Bytes(bytes.base, littleEndian: true).long(at: 4), claimed >= 4,
      claimed + 8 <= bytes.count + 1
    else { throw .truncated(.webp, byteCount: bytes.count) }
    guard let animation = Animation(bytes) else {
      return try Codec.webp.decode(bytes, limit)
    }
    try limit.check(animation.canvas, .webp)
    guard let frame = animation.firstFrame else {
      throw .damaged(.webp, byte: bytes.count, detail: "an animation without a frame")
    }
    let picture = try Codec.webp.decode(frame.bytes, limit)
    return picture.placed(at: frame.left, frame.top, on: animation.canvas)
  }

  /// This picture on a black canvas, clipped to the canvas.
  private func placed(at left: Int, _ top: Int, on canvas: PixelSize) -> Picture {
    if left == 0, top == 0, canvas == size { return self }
    var result = Picture(
      width: canvas.width, height: canvas.height, color: RGBColor(red: 0, green: 0, blue: 0))
    for y in 0..<max(0, min(height, canvas.height - top)) {
      for x in 0..<max(0, min(width, canvas.width - left)) {
        result[left + x, top + y] = self[x, y]
      }
    }
    return result
  }
}

/// The canvas size and the first frame of an animated WebP file.
private struct Animation {
  let canvas: PixelSize
  /// The frame's chunks and its position on the canvas in pixels.
  var firstFrame: (bytes: Bytes, left: Int, top: Int)?

  /// Returns nil if the file is not an animation.
  init?(_ bytes: Bytes) {
    var chunks = bytes.riffChunks
    guard let header = chunks.next(), header.has(type: "VP8X"),
      let flags = header.body.byte(at: 0), flags & 2 != 0,
      let width = Self.triple(header.body, 4), let height = Self.triple(header.body, 7)
    else { return nil }
    canvas = PixelSize(width: width + 1, height: height + 1)
    while let chunk = chunks.next() {
      guard chunk.has(type: "ANMF"), let left = Self.triple(chunk.body, 0),
        let top = Self.triple(chunk.body, 3), let data = chunk.body.slice(16, chunk.body.count - 16)
      else { continue }
      firstFrame = (data, left * 2, top * 2)
      return
    }
  }

  /// A 24-bit little-endian number.
  private static func triple(_ bytes: Bytes, _ offset: Int) -> Int? {
    guard let low = bytes.byte(at: offset), let middle = bytes.byte(at: offset + 1),
      let high = bytes.byte(at: offset + 2)
    else { return nil }
    return high << 16 | middle << 8 | low
  }
}
