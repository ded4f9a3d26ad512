/// Iterates over the chunks of a PNG file up to the first incomplete one.
struct PNGChunks: Sequence, IteratorProtocol {
  struct Chunk {
    let type: UInt32
    let body: Bytes
    /// Offset of the chunk's length field in the file.
    let offset: Int
  }

  private let bytes: Bytes
  private var offset = 8

  init(_ bytes: Bytes) { self.bytes = bytes }

  mutating func next() -> Chunk? {
    guard let length = bytes.long(at: offset), let type = bytes.long(at: offset + 4),
      let body = bytes.slice(offset + 8, length)
    else { return nil }
    defer { offset += length + 12 }
    return Chunk(type: UInt32(type), body: body, offset: offset)
  }

  /// A chunk type's four letters as one big-endian number.
  static func type(_ letters: StaticString) -> UInt32 {
    letters.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32($1) } }
  }
}
