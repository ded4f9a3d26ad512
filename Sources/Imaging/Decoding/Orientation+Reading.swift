import CImageCodecs

extension Orientation {
  /// Reads the orientation from a file's EXIF data or, if absent there, from its XMP data; of an
  /// AVIF from its rotation and mirroring, beside which EXIF does not count.
  ///
  /// The result is `upright` if neither holds a value from 1 to 8.
  init(of format: ImageFormat, in bytes: Bytes) {
    if format == .avif, let start = bytes.base.bindMemory(to: UInt8.self).baseAddress {
      self = Orientation(rawValue: Int(avif_orientation(start, bytes.count))) ?? .upright
      return
    }
    let metadata =
      switch format {
      case .tiff: Metadata(exif: bytes)
      // GIF and BMP have none; libheif turns pictures itself.
      case .gif, .bmp, .heic, .avif: Metadata()
      case .jpeg: Metadata(jpeg: bytes)
      case .png: Metadata(png: bytes)
      case .webp: Metadata(webp: bytes)
      }
    let value =
      metadata.exif.flatMap(Self.value(inEXIF:))
      ?? (format == .png && metadata.exif == nil ? RawProfile.exif(inPNG: bytes) : nil)
      .flatMap { exif in exif.withUnsafeBytes { Self.value(inEXIF: Bytes($0)) } }
      ?? metadata.xmp.flatMap(Self.value(inXMP:))
    self = value.flatMap(Orientation.init(rawValue:)) ?? .upright
  }

  /// The value of tag 0x0112 in the first directory of a TIFF structure.
  static func value(inEXIF exif: Bytes) -> Int? {
    var tiff = exif
    if tiff.has("II") { tiff.isLittleEndian = true } else if !tiff.has("MM") { return nil }
    guard tiff.short(at: 2) == 42, let directory = tiff.long(at: 4),
      let entries = tiff.short(at: directory)
    else { return nil }
    for entry in 0..<entries {
      let offset = directory + 2 + entry * 12
      guard let tag = tiff.short(at: offset) else { return nil }
      guard tag == 0x0112 else { continue }
      let isLong = tiff.short(at: offset + 2) == 4
      return isLong ? tiff.long(at: offset + 8) : tiff.short(at: offset + 8)
    }
    return nil
  }

  /// The digit after `tiff:Orientation="` or `tiff:Orientation>`.
  static func value(inXMP xmp: Bytes) -> Int? {
    let name: StaticString = "tiff:Orientation"
    for offset in 0..<xmp.count where xmp.has(name, at: offset) {
      var place = offset + name.utf8CodeUnitCount
      if xmp.has("=\"", at: place) {
        place += 2
      } else if xmp.has(">", at: place) {
        place += 1
      } else {
        continue
      }
      if let digit = xmp.byte(at: place), (0x30...0x39).contains(digit) { return digit - 0x30 }
    }
    return nil
  }
}

/// The EXIF and XMP data of an image file.
private struct Metadata {
  /// The EXIF data, a TIFF structure.
  var exif: Bytes?
  /// The XMP data, an XML document.
  var xmp: Bytes?

  init(exif: Bytes? = nil) { self.exif = exif }

  init(jpeg bytes: Bytes) {
    for segment in bytes.jpegSegments where segment.marker == 0xE1 {
      exif = exif ?? segment.body.after("Exif\0\0")
      xmp = xmp ?? segment.body.after("http://ns.adobe.com/xap/1.0/\0")
    }
  }

  init(png bytes: Bytes) {
    let (exifType, textType) = (PNGChunk.type("eXIf"), PNGChunk.type("iTXt"))
    for chunk in bytes.pngChunks {
      if chunk.type == exifType { exif = exif ?? chunk.body }
      if chunk.type == textType { xmp = xmp ?? chunk.body.after("XML:com.adobe.xmp\0\0") }
    }
  }

  init(webp bytes: Bytes) {
    for chunk in bytes.riffChunks {
      if chunk.has(type: "EXIF") { exif = exif ?? chunk.body.after("Exif\0\0") ?? chunk.body }
      if chunk.has(type: "XMP ") { xmp = xmp ?? chunk.body }
    }
  }
}

extension Bytes {
  /// The bytes after `prefix`; nil if the bytes do not start with it.
  fileprivate func after(_ prefix: StaticString) -> Bytes? {
    let length = prefix.utf8CodeUnitCount
    return has(prefix) ? slice(length, count - length) : nil
  }
}
