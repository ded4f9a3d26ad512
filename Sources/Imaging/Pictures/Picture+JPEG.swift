import CImageCodecs
import Glibc

extension Picture {
  /// The picture as a JPEG file of `quality` 1…100 that carries `comment`; the same picture and
  /// comment give the same bytes.
  public func encodedJPEG(quality: Int = 85, comment: String = "") throws(ImagingError) -> [UInt8] {
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

  /// The size that the header of a PNG, JPEG or WebP file claims, before any orientation; nil where
  /// it claims none.
  public static func claimedSize(_ bytes: [UInt8]) -> Size? {
    let codec: Codec
    switch ImageFormat.recognized(in: bytes) {
    case .png: codec = .png
    case .jpeg: codec = .jpeg
    case .webp: codec = .webp
    case nil: return nil
    }
    let report = bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { codec.size($0, buffer.count) } ?? codec_report()
    }
    guard report.width > 0, report.height > 0 else { return nil }
    return Size(width: report.width, height: report.height)
  }
}
