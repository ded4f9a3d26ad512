import CImageCodecs
import Tensors

extension Picture {
  /// Default limit of pixels in a decoded file.
  package static let standardPixelLimit = 100_000_000

  /// Decodes a file of an `ImageFormat` to RGB; the format is recognised by the first bytes.
  ///
  /// The result equals Pillow's `convert("RGB")`: alpha and transparency are dropped, 16-bit colour
  /// keeps its high byte, 16-bit grey is clipped to 255, CMYK is converted without a profile.
  /// The EXIF orientation is applied (as in `ImageOps.exif_transpose`) unless `keepingOrientation`
  /// is true. Of an animation the first frame is decoded. With `scalingGrey`, 16-bit grey is scaled
  /// to 8 bits. Decoding takes `memoryLimit` bytes at most, by default half of the free memory.
  package static func decode(
    _ bytes: [UInt8], pixelLimit: Int = standardPixelLimit, memoryLimit: Int? = nil,
    keepingOrientation: Bool = false, scalingGrey: Bool = false
  ) throws(ImagingError) -> Picture {
    let limit = PictureLimit(pixels: pixelLimit, bytes: memoryLimit)
    let result: Result<Picture, ImagingError> = bytes.withUnsafeBytes { buffer in
      Result { () throws(ImagingError) in
        try decode(
          Bytes(buffer), limit, keepingOrientation: keepingOrientation, scalingGrey: scalingGrey)
      }
    }
    return try result.get()
  }

  private static func decode(
    _ bytes: Bytes, _ limit: PictureLimit, keepingOrientation: Bool, scalingGrey: Bool
  ) throws(ImagingError) -> Picture {
    guard bytes.count > 0 else { throw .empty }
    guard let format = ImageFormat.recognized(in: bytes) else {
      if let name = ForeignPicture.name(of: bytes) { throw .refused(name) }
      throw .unknownFormat(firstBytes: Array(bytes.base.prefix(8)))
    }
    let picture =
      switch format {
      case .webp: try decodeWebP(bytes, limit)
      default: try Codec(format, scalingGrey: scalingGrey).decode(bytes, limit)
      }
    if keepingOrientation { return picture }
    return picture.upright(from: Orientation(of: format, in: bytes))
  }

  /// True for a PNG or TIFF of 16-bit grey, whose values above 255 Pillow clips.
  package static func isGrey16(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      let file = Bytes(buffer)
      switch ImageFormat.recognized(in: file) {
      case .png: return file.byte(at: 24) == 16 && file.byte(at: 25) == 0
      case .tiff:
        let tags = file.firstDirectory
        return tags[258] == 16 && (tags[277] ?? 1) == 1 && (tags[262] ?? 0) <= 1
          && (tags[339] ?? 1) == 1
      default: return false
      }
    }
  }

  /// Reads the size from the header of a picture, without applying the orientation.
  ///
  /// Returns nil for an unknown format or a header without a size.
  package static func claimedSize(_ bytes: [UInt8]) -> PixelSize? {
    guard let codec = ImageFormat.recognized(in: bytes).map({ Codec($0) }) else { return nil }
    let report = bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { codec.size($0, buffer.count) } ?? codec_report()
    }
    guard report.width > 0, report.height > 0 else { return nil }
    return PixelSize(width: report.width, height: report.height)
  }
}

/// The C functions that decode one format.
struct Codec: Sendable {
  let format: ImageFormat
  /// Reads the size from the header: input bytes, byte count.
  let size: @Sendable (UnsafePointer<UInt8>, Int) -> codec_report
  /// Decodes to RGB: output bytes, width, height, input bytes, byte count.
  let pixels:
    @Sendable (UnsafeMutablePointer<UInt8>, Int, Int, UnsafePointer<UInt8>, Int) -> codec_report

  static let webp = Codec(.webp)

  init(_ format: ImageFormat, scalingGrey: Bool = false) {
    self.format = format
    (size, pixels) =
      switch format {
      case .png: (png_size, scalingGrey ? png_scaled_pixels : png_pixels)
      case .jpeg: (jpeg_size, jpeg_pixels)
      case .webp: (webp_size, webp_pixels)
      case .gif: (gif_size, gif_pixels)
      case .bmp: (bmp_size, bmp_pixels)
      case .tiff: (tiff_size, scalingGrey ? tiff_scaled_pixels : tiff_pixels)
      case .heic: (heif_size, heif_pixels)
      case .avif: (avif_size, avif_pixels)
      }
  }

  /// The size in the header; throws if it is above `limit` or the header is damaged.
  func measure(_ bytes: Bytes, _ limit: PictureLimit) throws(ImagingError) -> PixelSize {
    guard let start = bytes.base.bindMemory(to: UInt8.self).baseAddress else { throw .empty }
    let report = size(start, bytes.count)
    let size = PixelSize(width: report.width, height: report.height)
    if size.width > 0, size.height > 0 { try limit.check(size, format) }
    try check(report, bytes)
    return size
  }

  func decode(_ bytes: Bytes, _ limit: PictureLimit) throws(ImagingError) -> Picture {
    let size = try measure(bytes, limit)
    guard let start = bytes.base.bindMemory(to: UInt8.self).baseAddress else { throw .empty }
    var report = codec_report()
    let picture = Picture(width: size.width, height: size.height) { buffer in
      guard let target = buffer.baseAddress else { return }
      report = pixels(target, size.width, size.height, start, bytes.count)
    }
    try check(report, bytes)
    return picture
  }

  private func check(_ report: codec_report, _ bytes: Bytes) throws(ImagingError) {
    switch report.outcome {
    case codec_done:
      if report.width == 0 || report.height == 0 {
        throw .damaged(format, byte: report.consumed, detail: "it has no pixels")
      }
    case codec_truncated:
      throw .truncated(format, byteCount: bytes.count)
    case codec_unsupported:
      throw .unsupported(format, detail: report.words)
    case codec_costly:
      throw .tooMuchWork(format, detail: report.words)
    case codec_no_memory:
      throw .outOfMemory(width: report.width, height: report.height)
    default:
      throw .damaged(format, byte: report.consumed, detail: report.words)
    }
  }
}

extension codec_report {
  /// The codec library's message, reduced to printable ASCII.
  fileprivate var words: String {
    withUnsafeBytes(of: message) { buffer in
      let text = buffer.prefix { $0 != 0 }.filter { $0 >= 0x20 && $0 < 0x7F }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
