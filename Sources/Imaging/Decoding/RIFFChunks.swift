/// Iterates over the chunks of a RIFF (WebP) file up to the first incomplete one.
struct RIFFChunks: Sequence, IteratorProtocol {
  struct Chunk {
    let bytes: Bytes
    let body: Bytes
    func has(type: StaticString) -> Bool { bytes.has(type) }
  }

  private let bytes: Bytes
  private var offset: Int

  /// Starts at `offset`; 12 skips the header of a whole file.
  init(_ bytes: Bytes, from offset: Int = 12) {
    self.bytes = Bytes(bytes.base, littleEndian: true)
    self.offset = offset
  }

  mutating func next() -> Chunk? {
    guard let length = bytes.long(at: offset + 4), let body = bytes.slice(offset + 8, length),
      let whole = bytes.slice(offset, 8 + length)
    else { return nil }
    offset += 8 + length + length % 2
    return Chunk(bytes: whole, body: body)
  }
}
