import CImageCodecs

extension Picture {
  /// Pixels that a file may hold unless the caller allows more.
  public static let standardPixelLimit = 300_000_000

  /// Decodes a PNG, JPEG or WebP file, recognised by its first bytes, to RGB.
  ///
  /// The result is what Pillow's `convert("RGB")` gives: alpha and transparency are dropped, 16-bit
  /// colour keeps its high byte, 16-bit grey is clipped to 255, CMYK is reduced without a profile.
  /// An EXIF orientation is applied (as `ImageOps.exif_transpose` does) unless `keepingOrientation`.
  /// Animations give their first frame.
  public static func decode(
    _ bytes: [UInt8], pixelLimit: Int = standardPixelLimit, keepingOrientation: Bool = false
  ) throws(ImagingError) -> Picture {
    let result: Result<Picture, ImagingError> = bytes.withUnsafeBytes { buffer in
      Result { () throws(ImagingError) in
        try decode(Bytes(buffer), pixelLimit: pixelLimit, keepingOrientation: keepingOrientation)
      }
    }
    return try result.get()
  }

  private static func decode(
    _ bytes: Bytes, pixelLimit: Int, keepingOrientation: Bool
  ) throws(ImagingError) -> Picture {
    guard bytes.count > 0 else { throw .empty }
    guard let format = ImageFormat.recognized(in: bytes) else {
      throw .unknownFormat(firstBytes: Array(bytes.base.prefix(8)))
    }
    let picture =
      switch format {
      case .png: try Codec.png.decode(bytes, pixelLimit)
      case .jpeg: try Codec.jpeg.decode(bytes, pixelLimit)
      case .webp: try decodeWebP(bytes, pixelLimit)
      }
    if keepingOrientation { return picture }
    return picture.upright(from: Orientation(of: format, in: bytes))
  }
}

/// A pair of C functions that decode one format.
struct Codec: Sendable {
  let format: ImageFormat
  let size: @Sendable (UnsafePointer<UInt8>, Int) -> codec_report
  let pixels:
    @Sendable (UnsafeMutablePointer<UInt8>, Int, Int, UnsafePointer<UInt8>, Int) -> codec_report

  static let png = Codec(format: .png, size: png_size, pixels: png_pixels)
  static let jpeg = Codec(format: .jpeg, size: jpeg_size, pixels: jpeg_pixels)
  static let webp = Codec(format: .webp, size: webp_size, pixels: webp_pixels)

  /// The size that the header claims, within `pixelLimit`.
  func measure(_ bytes: Bytes, _ pixelLimit: Int) throws(ImagingError) -> Size {
    guard let start = bytes.base.bindMemory(to: UInt8.self).baseAddress else { throw .empty }
    let report = size(start, bytes.count)
    if report.width > 0, report.height > 0, report.width > pixelLimit / report.height {
      throw .tooManyPixels(width: report.width, height: report.height, limit: pixelLimit)
    }
    try check(report, bytes)
    return Size(width: report.width, height: report.height)
  }

  func decode(_ bytes: Bytes, _ pixelLimit: Int) throws(ImagingError) -> Picture {
    let size = try measure(bytes, pixelLimit)
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
    case codec_no_memory:
      throw .outOfMemory(width: report.width, height: report.height)
    default:
      throw .damaged(format, byte: report.consumed, detail: report.words)
    }
  }
}

extension codec_report {
  /// The library's message, printable ASCII only.
  fileprivate var words: String {
    withUnsafeBytes(of: message) { buffer in
      let text = buffer.prefix { $0 != 0 }.filter { $0 >= 0x20 && $0 < 0x7F }
      return String(decoding: text, as: UTF8.self)
    }
  }
}
