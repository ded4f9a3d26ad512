/// A marker segment of a JPEG file.
struct JPEGSegment {
  let marker: Int
  let body: Bytes
}

/// A chunk of a PNG file.
struct PNGChunk {
  let type: UInt32
  let body: Bytes
  /// Offset of the chunk's length field in the file.
  let offset: Int

  /// A chunk type's four letters as one big-endian number.
  static func type(_ letters: StaticString) -> UInt32 {
    letters.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32($1) } }
  }
}

/// A chunk of a RIFF (WebP) file: all of it, and what follows type and length.
struct RIFFChunk {
  let bytes, body: Bytes

  func has(type: StaticString) -> Bool { bytes.has(type) }
}

extension Bytes {
  /// The segments of a JPEG file up to the first scan or incomplete segment.
  var jpegSegments: UnfoldSequence<JPEGSegment, Int> {
    sequence(state: 2) { offset in
      // A marker may be preceded by any number of 0xFF fill bytes.
      while byte(at: offset) == 0xFF, byte(at: offset + 1) == 0xFF { offset += 1 }
      guard byte(at: offset) == 0xFF, let marker = byte(at: offset + 1),
        marker != 0xDA, marker != 0xD9, let length = short(at: offset + 2), length >= 2,
        let body = slice(offset + 4, length - 2)
      else { return nil }
      offset += 2 + length
      return JPEGSegment(marker: marker, body: body)
    }
  }

  /// The chunks of a PNG file up to the first incomplete one.
  var pngChunks: UnfoldSequence<PNGChunk, Int> {
    sequence(state: 8) { offset in
      guard let length = long(at: offset), let type = long(at: offset + 4),
        let body = slice(offset + 8, length)
      else { return nil }
      defer { offset += length + 12 }
      return PNGChunk(type: UInt32(type), body: body, offset: offset)
    }
  }

  /// The chunks of a RIFF file, after its header, up to the first incomplete one.
  var riffChunks: UnfoldSequence<RIFFChunk, Int> {
    let bytes = Bytes(base, littleEndian: true)
    return sequence(state: 12) { offset in
      guard let length = bytes.long(at: offset + 4), let body = bytes.slice(offset + 8, length),
        let whole = bytes.slice(offset, 8 + length)
      else { return nil }
      offset += 8 + length + length % 2
      return RIFFChunk(bytes: whole, body: body)
    }
  }
}
