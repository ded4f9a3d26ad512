import Glibc

/// A path as the file system has it: any bytes but NUL, which need not be text.
package struct RawPath: Hashable, Sendable {
  /// The bytes, without a terminating NUL.
  package let bytes: [UInt8]

  /// A path of `bytes`.
  package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// The path that a text spells.
  package init(_ text: String) { bytes = Array(text.utf8) }

  /// The path as people read it: what is no text, and what could drive a terminal, becomes `�`.
  package var printable: String { String(decoding: bytes, as: UTF8.self).printable }

  /// The path as text where it is text; nil for other bytes.
  package var text: String? { String(validating: bytes, as: UTF8.self) }

  /// The last component.
  package var name: RawPath {
    RawPath(bytes.lastIndex(of: Self.slash).map { bytes[($0 + 1)...] } ?? bytes[...])
  }

  /// All but the last component; `.` where there is one only.
  package var folder: RawPath {
    guard let end = bytes.lastIndex(of: Self.slash) else { return RawPath(".") }
    return end == 0 ? RawPath("/") : RawPath(bytes[..<end])
  }

  /// The path of `component` inside this folder.
  package func appending(_ component: RawPath) -> RawPath {
    if bytes.isEmpty || bytes == [UInt8(ascii: ".")] { return component }
    return RawPath(bytes + (bytes.last == Self.slash ? [] : [Self.slash]) + component.bytes)
  }

  /// Whether it starts at the root.
  package var isAbsolute: Bool { bytes.first == Self.slash }

  /// The path from the root, empty and `.` components left out; `..` stays, since links may lie before it.
  package var absolute: RawPath {
    let whole = isAbsolute ? self : Self.workingFolder.appending(self)
    let parts = whole.bytes.split(separator: Self.slash).filter { $0 != [UInt8(ascii: ".")] }
    return RawPath([Self.slash] + parts.joined(separator: [Self.slash]))
  }

  /// Calls `body` with the path as C functions take it.
  package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    return terminated.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map(body) ?? body("")
    }
  }

  private static let slash = UInt8(ascii: "/")

  /// Where the program was started.
  private static var workingFolder: RawPath {
    guard let start = getcwd(nil, 0) else { return RawPath("/") }
    defer { free(start) }
    return RawPath(UnsafeRawBufferPointer(start: start, count: strlen(start)))
  }
}
