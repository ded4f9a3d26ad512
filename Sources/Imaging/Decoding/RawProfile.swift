import CImageCodecs

/// ImageMagick's way to keep EXIF data in a PNG: a text chunk of hexadecimal digits.
enum RawProfile {
  private static let keyword: StaticString = "Raw profile type exif\0"
  /// Bytes of text and of EXIF data that are read at most.
  private static let limit = 1 << 20

  /// The TIFF structure in the text `Raw profile type exif`, plain or compressed; nil if there is
  /// none.
  static func exif(inPNG bytes: Bytes) -> [UInt8]? {
    let (plain, packed) = (PNGChunk.type("tEXt"), PNGChunk.type("zTXt"))
    let length = keyword.utf8CodeUnitCount
    for chunk in bytes.pngChunks where chunk.type == plain || chunk.type == packed {
      guard chunk.body.has(keyword) else { continue }
      let start = chunk.type == plain ? length : length + 1
      guard let body = chunk.body.slice(start, chunk.body.count - start) else { return nil }
      return data(chunk.type == plain ? Array(body.base.prefix(limit)) : inflatedText(body))
    }
    return nil
  }

  private static func inflatedText(_ body: Bytes) -> [UInt8] {
    guard let start = body.base.bindMemory(to: UInt8.self).baseAddress else { return [] }
    return [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      count = buffer.baseAddress.map { inflated($0, limit, start, body.count) } ?? 0
    }
  }

  /// The bytes after an empty line, the profile's name and its length, each on its own line.
  private static func data(_ text: [UInt8]) -> [UInt8]? {
    let lines = text.split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false)
    guard lines.count == 4 else { return nil }
    let digits = lines[3].compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
    let mark: [UInt8] = Array("Exif".utf8) + [0, 0]
    return bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
  }
}
