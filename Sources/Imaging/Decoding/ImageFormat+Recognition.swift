extension ImageFormat {
  /// The format of a file by its magic bytes; nil for an unknown format.
  static func recognized(in bytes: Bytes) -> ImageFormat? {
    if bytes.byte(at: 0) == 0x89, bytes.has("PNG\r\n", at: 1), bytes.short(at: 6) == 0x1A0A {
      return .png
    }
    if bytes.short(at: 0) == 0xFFD8, bytes.byte(at: 2) == 0xFF { return .jpeg }
    if bytes.has("RIFF"), bytes.has("WEBP", at: 8) { return .webp }
    if bytes.has("GIF87a") || bytes.has("GIF89a") { return .gif }
    if bytes.has("BM"), bytes.count >= 18 { return .bmp }
    if bytes.isTIFF { return ForeignPicture.rawName(ofTIFF: bytes) == nil ? .tiff : nil }
    if let brands = bytes.fileTypeBrands {
      if brands.contains("avif") || brands.contains("avis") { return .avif }
      let heic: Set = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
      if !heic.isDisjoint(with: brands) { return .heic }
    }
    return nil
  }

  /// The format of a file by its magic bytes; nil for an unknown format.
  package static func recognized(in bytes: [UInt8]) -> ImageFormat? {
    bytes.withUnsafeBytes { recognized(in: Bytes($0)) }
  }
}
