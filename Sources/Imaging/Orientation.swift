/// How a camera held the picture: EXIF's eight orientations.
enum Orientation: Int, CaseIterable {
  case upright = 1
  case mirrored = 2
  case halfTurn = 3
  case flipped = 4
  case transposed = 5
  case quarterTurn = 6
  case transverse = 7
  case threeQuarterTurn = 8

  /// Whether rows become columns.
  var swapsAxes: Bool { rawValue >= 5 }

  /// The orientation in the EXIF data of a file; upright when there is none.
  init(of format: ImageFormat, in bytes: Bytes) {
    let exif: Bytes? =
      switch format {
      case .jpeg: Self.exif(inJPEG: bytes)
      case .png: Self.exif(inPNG: bytes)
      case .webp: Self.exif(inWebP: bytes)
      }
    self = exif.flatMap(Self.init(exif:)) ?? .upright
  }

  private static func exif(inJPEG bytes: Bytes) -> Bytes? {
    for segment in JPEGSegments(bytes) where segment.marker == 0xE1 {
      if segment.body.has("Exif\0\0") { return segment.body.slice(6, segment.body.count - 6) }
    }
    return nil
  }

  private static func exif(inPNG bytes: Bytes) -> Bytes? {
    let type = PNGChunks.type("eXIf")
    return PNGChunks(bytes).first { $0.type == type }?.body
  }

  private static func exif(inWebP bytes: Bytes) -> Bytes? {
    guard let body = RIFFChunks(bytes).first(where: { $0.has(type: "EXIF") })?.body else {
      return nil
    }
    return body.has("Exif\0\0") ? body.slice(6, body.count - 6) : body
  }

  /// Reads tag 0x0112 of a TIFF structure's first directory.
  init?(exif: Bytes) {
    var tiff = exif
    if tiff.has("II") { tiff.isLittleEndian = true } else if !tiff.has("MM") { return nil }
    guard tiff.short(at: 2) == 42, let directory = tiff.long(at: 4),
      let entries = tiff.short(at: directory)
    else { return nil }
    for entry in 0..<entries {
      let offset = directory + 2 + entry * 12
      guard let tag = tiff.short(at: offset) else { return nil }
      guard tag == 0x0112 else { continue }
      guard let type = tiff.short(at: offset + 2) else { return nil }
      let value = type == 4 ? tiff.long(at: offset + 8) : tiff.short(at: offset + 8)
      guard let value, let orientation = Orientation(rawValue: value) else { return nil }
      self = orientation
      return
    }
    return nil
  }
}

extension Picture {
  /// The picture turned and mirrored so that it stands upright.
  func upright(from orientation: Orientation) -> Picture {
    guard orientation != .upright else { return self }
    let size =
      orientation.swapsAxes
      ? Size(width: height, height: width) : Size(width: width, height: height)
    // The source offset of target (x, y) is origin + x × alongX + y × alongY.
    let right = 3
    let down = width * 3
    let lastColumn = (width - 1) * right
    let lastRow = (height - 1) * down
    let (origin, alongX, alongY) =
      switch orientation {
      case .upright: (0, right, down)
      case .mirrored: (lastColumn, -right, down)
      case .halfTurn: (lastColumn + lastRow, -right, -down)
      case .flipped: (lastRow, right, -down)
      case .transposed: (0, down, right)
      case .quarterTurn: (lastRow, -down, right)
      case .transverse: (lastColumn + lastRow, -down, -right)
      case .threeQuarterTurn: (lastColumn, down, -right)
      }
    return Picture(width: size.width, height: size.height) { target in
      pixels.withUnsafeBufferPointer { source in
        // Tiles keep both the read and the written lines in the cache when rows become columns.
        let tile = 64
        for top in stride(from: 0, to: size.height, by: tile) {
          for left in stride(from: 0, to: size.width, by: tile) {
            for y in top..<min(top + tile, size.height) {
              var from = origin + left * alongX + y * alongY
              var to = (y * size.width + left) * 3
              for _ in left..<min(left + tile, size.width) {
                target[to] = source[from]
                target[to + 1] = source[from + 1]
                target[to + 2] = source[from + 2]
                from += alongX
                to += 3
              }
            }
          }
        }
      }
    }
  }
}
