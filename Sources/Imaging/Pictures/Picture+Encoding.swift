import CImageCodecs
import Glibc

extension Picture {
  /// Encodes the picture as PNG with `text` in iTXt chunks, and its pixels per inch in a pHYs chunk.
  ///
  /// Deterministic: equal arguments give equal bytes.
  package func encodedPNG(
    text: [PNGText] = [], dotsPerInch: Int? = nil
  ) throws(ImagingError) -> [UInt8] {
    guard width <= Int(Int32.max), height <= Int(Int32.max) else {
      throw .notEncodable(width: width, height: height)
    }
    let density = dotsPerInch.map { [("pHYs", Self.density($0))] } ?? []
    let parts = density + text.map { ("iTXt", $0.chunkBody) }
    let bodies = parts.flatMap(\.1)
    return try encoded { file, count in
      bodies.withUnsafeBufferPointer { bodies in
        var start = 0
        let chunks = parts.map { name, body in
          defer { start += body.count }
          let type = name.utf8.map(CChar.init)
          return png_chunk(
            type: (type[0], type[1], type[2], type[3], 0),
            bytes: bodies.baseAddress.map { $0 + start }, count: body.count)
        }
        return png_encode(&file, &count, pixels, width, height, channels, chunks, chunks.count)
      }
    }
  }

  /// Body of a pHYs chunk: pixels per metre across and down, then 1 for the metre.
  private static func density(_ dotsPerInch: Int) -> [UInt8] {
    let perMetre = UInt32((Double(dotsPerInch) / 0.0254).rounded())
    let bytes = withUnsafeBytes(of: perMetre.bigEndian) { Array($0) }
    return bytes + bytes + [1]
  }

  /// Encodes the picture as JPEG with `quality` 1…100 and `comment` in a COM segment.
  ///
  /// Deterministic: equal arguments give equal bytes.
  package func encodedJPEG(
    quality: Int = 85, comment: String = "", dotsPerInch: Int? = nil
  ) throws(ImagingError) -> [UInt8] {
    precondition(channels == 3, "only RGB is encoded")
    let text = Array(comment.utf8)
    var file = try encoded { file, count in
      jpeg_encode(&file, &count, pixels, width, height, Int32(quality), text, text.count)
    }
    // Bytes 13 to 17 of a JFIF header: 1 for the inch, then pixels across and down.
    if let dotsPerInch, file.count > 18, file[6..<10].elementsEqual("JFIF".utf8) {
      let (high, low) = (UInt8(dotsPerInch >> 8 & 255), UInt8(dotsPerInch & 255))
      file.replaceSubrange(13..<18, with: [1, high, low, high, low])
    }
    return file
  }

  /// The file that a C encoder allocates.
  private func encoded(
    by encode: (inout UnsafeMutablePointer<UInt8>?, inout Int) -> codec_outcome
  ) throws(ImagingError) -> [UInt8] {
    var file: UnsafeMutablePointer<UInt8>?
    var count = 0
    let outcome = encode(&file, &count)
    guard outcome == codec_done, let file else {
      if outcome == codec_no_memory { throw .outOfMemory(width: width, height: height) }
      throw .notEncodable(width: width, height: height)
    }
    defer { free(file) }
    return [UInt8](UnsafeBufferPointer(start: file, count: count))
  }
}
