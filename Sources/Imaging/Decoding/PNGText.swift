import CImageCodecs

/// A keyword and its text in a PNG file (an uncompressed iTXt chunk, UTF-8).
package struct PNGText: Sendable, Hashable {
  /// 1–79 printable ASCII characters.
  package let keyword: String
  /// The text; NUL characters are not written.
  package let text: String

  package init(keyword: String, text: String) {
    precondition(Self.isKeyword(Array(keyword.utf8)), "PNG does not allow the keyword '\(keyword)'")
    self.keyword = keyword
    self.text = text
  }

  private static func isKeyword(_ bytes: [UInt8]) -> Bool {
    (1...79).contains(bytes.count) && bytes.allSatisfy { (0x20...0x7E).contains($0) }
      && bytes.first != 0x20 && bytes.last != 0x20
  }

  /// Body of the iTXt chunk.
  ///
  /// Fields: keyword, NUL, compression flag 0, compression method 0, empty language, empty
  /// translated keyword, text.
  var chunkBody: [UInt8] {
    Array(keyword.utf8) + [0, 0, 0, 0, 0] + text.utf8.filter { $0 != 0 }
  }

  /// Reads the uncompressed iTXt and the tEXt chunks of a PNG file, in file order.
  ///
  /// Throws `damaged` if the checksum of one of these chunks is wrong.
  package static func all(in file: [UInt8]) throws(ImagingError) -> [PNGText] {
    guard !file.isEmpty else { throw .empty }
    guard ImageFormat.recognized(in: file) == .png else {
      throw .unknownFormat(firstBytes: Array(file.prefix(8)))
    }
    let result: Result<[PNGText], ImagingError> = file.withUnsafeBytes { buffer in
      Result { () throws(ImagingError) in try all(in: Bytes(buffer)) }
    }
    return try result.get()
  }

  private static func all(in file: Bytes) throws(ImagingError) -> [PNGText] {
    let international = PNGChunk.type("iTXt")
    let latin = PNGChunk.type("tEXt")
    var found: [PNGText] = []
    for chunk in file.pngChunks where chunk.type == international || chunk.type == latin {
      guard chunk.hasRightChecksum(in: file) else {
        throw .damaged(.png, byte: chunk.offset, detail: "the checksum of a text is wrong")
      }
      let body = Array(chunk.body.base)
      if let text = chunk.type == latin ? parse(latin: body) : parse(international: body) {
        found.append(text)
      }
    }
    return found
  }

  private static func parse(latin body: [UInt8]) -> PNGText? {
    guard let end = body.firstIndex(of: 0), isKeyword(Array(body[..<end])) else { return nil }
    let text = String(String.UnicodeScalarView(body[(end + 1)...].map { Unicode.Scalar($0) }))
    return PNGText(keyword: String(decoding: body[..<end], as: UTF8.self), text: text)
  }

  private static func parse(international body: [UInt8]) -> PNGText? {
    let fields = body.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard fields.count == 2, isKeyword(Array(fields[0])), fields[1].count >= 2,
      fields[1].first == 0
    else { return nil }
    let rest = fields[1].dropFirst(2)
      .split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    guard rest.count == 3 else { return nil }
    return PNGText(
      keyword: String(decoding: fields[0], as: UTF8.self),
      text: String(decoding: rest[2], as: UTF8.self))
  }
}

extension PNGChunk {
  /// True if the stored CRC matches the chunk's type and body.
  fileprivate func hasRightChecksum(in file: Bytes) -> Bool {
    guard let checked = file.slice(offset + 4, body.count + 4),
      let start = checked.base.bindMemory(to: UInt8.self).baseAddress,
      let stored = file.long(at: offset + 8 + body.count)
    else { return false }
    return Int(png_crc(start, checked.count)) == stored
  }
}
