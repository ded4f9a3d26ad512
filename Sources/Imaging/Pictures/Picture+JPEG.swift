import CImageCodecs
import Glibc

extension Picture {
  /// Encodes the picture as JPEG with `quality` 1…100 and `comment` in a COM segment.
  ///
  /// Deterministic: equal arguments give equal bytes.
  package func encodedJPEG(quality: Int = 85, comment: String = "") throws(ImagingError) -> [UInt8]
  {
    precondition(channels == 3, "only RGB is encoded")
    var file: UnsafeMutablePointer<UInt8>?
    var count = 0
    let text = Array(comment.utf8)
    let outcome = jpeg_encode(
      &file, &count, pixels, width, height, Int32(quality), text, text.count)
    guard outcome == codec_done, let file else {
      if outcome == codec_no_memory { throw .outOfMemory(width: width, height: height) }
      throw .notEncodable(width: width, height: height)
    }
    defer { free(file) }
    return [UInt8](UnsafeBufferPointer(start: file, count: count))
  }
}
