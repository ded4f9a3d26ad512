import Support

/// The place of an overlay in a library: `overlays/3f/3fa9….jpg`, a group of two digits and a name.
///
/// The only form that is read from a row, so that no row names a file outside of the folder.
package struct OverlayName: Hashable, Sendable {
  package let group, name: String

  /// Bytes of the largest overlay that is read or copied.
  static let largest = 1 << 30

  /// The name for an image's content and path, which differs for each pair of them.
  init(digest: [UInt8], path: RawPath, ending: String) {
    let content = Array(digest.prefix(8)).hexadecimal
    group = String(content.prefix(2))
    name = "\(content)-\(Array(path.digest.prefix(8)).hexadecimal).\(ending)"
  }

  /// Parses `text`; nil unless it is `overlays/`, two hexadecimal digits, and a plain file name.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == LibraryPlace.overlaysName,
      parts[1].utf8.count == 2, parts[1].utf8.allSatisfy(Self.isHexadecimal),
      (1...200).contains(parts[2].utf8.count), parts[2].utf8.allSatisfy(Self.isPlain),
      !parts[2].hasPrefix(".")
    else { return nil }
    (group, name) = (String(parts[1]), String(parts[2]))
  }

  /// The path inside the library's folder.
  package var text: String { "\(LibraryPlace.overlaysName)/\(group)/\(name)" }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    isHexadecimal(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || "._-".utf8.contains(byte)
  }
}
