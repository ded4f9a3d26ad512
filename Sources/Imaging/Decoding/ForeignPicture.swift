/// Kinds of pictures that are recognised in order to be refused by name.
enum ForeignPicture {
  /// The kind of a file by its first bytes; nil for an unknown kind.
  static func name(of bytes: Bytes) -> String? {
    if bytes.isTIFF { return rawName(ofTIFF: bytes) }
    if bytes.short(at: 0) == 0xFF0A || bytes.has("JXL \r\n", at: 4) { return "a JPEG XL" }
    if bytes.has("jP  \r\n", at: 4) || bytes.long(at: 0) == 0xFF4F_FF51 { return "a JPEG 2000" }
    if bytes.has("FUJIFILMCCD-RAW") { return "a camera's raw file (RAF)" }
    if bytes.has("IIU\0") { return "a camera's raw file (RW2)" }
    if bytes.has("IIRO") || bytes.has("IIRS") || bytes.has("MMOR") {
      return "a camera's raw file (ORF)"
    }
    if bytes.fileTypeBrands?.contains("crx ") == true { return "a camera's raw file (CR3)" }
    if bytes.has("8BPS") { return "a Photoshop document" }
    if bytes.has("%PDF") { return "a PDF" }
    if bytes.has("<svg") || bytes.has("<?xml") { return "an SVG or XML document" }
    return nil
  }

  /// The kind of camera whose raw file a TIFF structure holds; nil for a TIFF picture.
  ///
  /// DNG has its version tag; others hold a small preview in their first directory and the sensor's
  /// data in a subdirectory.
  static func rawName(ofTIFF bytes: Bytes) -> String? {
    if bytes.has("CR", at: 8) { return "a camera's raw file (CR2)" }
    let tags = bytes.firstDirectory
    if tags[0xC612] != nil { return "a camera's raw file (DNG)" }
    if tags[262] == 32803 { return "a camera's raw file" }
    guard let kind = tags[254], kind & 1 == 1, tags[330] != nil else { return nil }
    var tiff = bytes
    tiff.isLittleEndian = bytes.has("II")
    let make = tags[271] ?? 0
    if tiff.has("NIKON", at: make) { return "a camera's raw file (NEF)" }
    if tiff.has("SONY", at: make) { return "a camera's raw file (ARW)" }
    return "a camera's raw file"
  }
}

extension Bytes {
  /// True for a TIFF structure, also BigTIFF.
  var isTIFF: Bool {
    guard has("II") || has("MM") else { return false }
    return [0x2A00, 0x002A, 0x2B00, 0x002B].contains(Bytes(base).short(at: 2))
  }

  /// The brands of an ISO media file (HEIF and its kin), the major one first; nil for other files.
  var fileTypeBrands: [String]? {
    guard has("ftyp", at: 4), let length = long(at: 0), length >= 16, length <= 1024 else {
      return nil
    }
    return ([8] + stride(from: 16, to: length, by: 4)).compactMap { offset in
      slice(offset, 4).map { String(decoding: $0.base, as: UTF8.self) }
    }
  }

  /// The tags of a TIFF structure's first directory with their first value, or its offset.
  var firstDirectory: [Int: Int] {
    var tiff = self
    tiff.isLittleEndian = has("II")
    guard let directory = tiff.long(at: 4), let entries = tiff.short(at: directory) else {
      return [:]
    }
    var tags: [Int: Int] = [:]
    for entry in 0..<entries {
      let offset = directory + 2 + entry * 12
      guard let tag = tiff.short(at: offset), let type = tiff.short(at: offset + 2) else { break }
      tags[tag] = type == 3 ? tiff.short(at: offset + 8) : tiff.long(at: offset + 8)
    }
    return tags
  }
}
