import Glibc
internal import SystemPackage

/// A path as the file system has it: any bytes but NUL, which need not be text.
package struct RawPath: Hashable, Sendable {
  /// The bytes, without a terminating NUL.
  package let bytes: [UInt8]

  /// A path of `bytes`.
  package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// The path that a text spells; its characters for bytes that are no text become these bytes.
  package init(_ text: String) { bytes = text.rawBytes }

  /// The path as people read it: what is no text, and what could drive a terminal, becomes `�`.
  package var printable: String { String(decoding: bytes, as: UTF8.self).printable }

  /// The path as text where it is text; nil for other bytes.
  package var text: String? { String(validating: bytes, as: UTF8.self) }

  private init(_ path: FilePath) {
    bytes = path.withPlatformString { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
  }

  /// The path without repeated slashes and a slash at its end.
  private var file: FilePath { withCString { FilePath(platformString: $0) } }

  /// The last component.
  package var name: RawPath { RawPath(FilePath(root: nil, file.components.suffix(1))) }

  /// All but the last component; `.` where there is one only.
  package var folder: RawPath {
    let folder = file.removingLastComponent()
    return folder.isEmpty ? RawPath(".") : RawPath(folder)
  }

  /// The path of `component` inside this folder.
  package func appending(_ component: RawPath) -> RawPath {
    self == RawPath(".") ? component : RawPath(file.appending(component.file.components))
  }

  /// Whether it starts at the root.
  package var isAbsolute: Bool { file.isAbsolute }

  /// The path from the root, empty and `.` components left out; `..` stays, since links may lie before it.
  package var absolute: RawPath {
    let whole = Self.workingFolder.pushing(file)
    return RawPath(FilePath(root: "/", whole.components.filter { $0.kind != .currentDirectory }))
  }

  /// Calls `body` with the path as C functions take it.
  package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    return terminated.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map(body) ?? body("")
    }
  }

  /// Where the program was started.
  private static var workingFolder: FilePath {
    guard let start = getcwd(nil, 0) else { return "/" }
    defer { free(start) }
    return FilePath(platformString: start)
  }
}
