import CImageCodecs
import Glibc

extension Picture {
  /// Encodes the picture as PNG with `text` in iTXt chunks.
  ///
  /// Deterministic: equal arguments give equal bytes.
  package func encodedPNG(text: [PNGText] = []) throws(ImagingError) -> [UInt8] {
    guard width <= Int(Int32.max), height <= Int(Int32.max) else {
      throw .notEncodable(width: width, height: height)
    }
    let bodies = text.flatMap(\.chunkBody)
    return try encoded { file, count in
      bodies.withUnsafeBufferPointer { bodies in
        var start = 0
        let chunks = text.map { entry in
          let length = entry.chunkBody.count
          defer { start += length }
          return png_chunk(
            type: (0x69, 0x54, 0x58, 0x74, 0), bytes: bodies.baseAddress.map { $0 + start },
            count: length)
        }
        return png_encode(&file, &count, pixels, width, height, channels, chunks, chunks.count)
      }
    }
  }

  /// Encodes the picture as JPEG with `quality` 1…100 and `comment` in a COM segment.
  ///
  /// Deterministic: equal arguments give equal bytes.
  package func encodedJPEG(quality: Int = 85, comment: String = "") throws(ImagingError) -> [UInt8]
  {
    precondition(channels == 3, "only RGB is encoded")
    let text = Array(comment.utf8)
    return try encoded { file, count in
      jpeg_encode(&file, &count, pixels, width, height, Int32(quality), text, text.count)
    }
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
