import Glibc
import Support

/// The entries of a folder without `.` and `..`; none if it can't be read.
struct FolderListing: Sequence, IteratorProtocol {
  struct Entry {
    let name: RawPath
    let kind: UInt8

    var isHidden: Bool { name.bytes.first == UInt8(ascii: ".") }
    var isLink: Bool { kind == DT_LNK }
    var isFolder: Bool { kind == DT_DIR }
  }

  private let stream: Stream?

  init(of folder: RawPath) { stream = Stream(folder) }

  mutating func next() -> Entry? { stream?.next() }

  private final class Stream {
    private let folder: OpaquePointer

    init?(_ path: RawPath) {
      guard let folder = path.withCString({ opendir($0) }) else { return nil }
      self.folder = folder
    }

    deinit { closedir(folder) }

    func next() -> Entry? {
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { RawPath($0.prefix { $0 != 0 }) }
        if name != RawPath("."), name != RawPath("..") {
          return Entry(name: name, kind: entry.pointee.d_type)
        }
      }
      return nil
    }
  }
}

/// What a path leads to, links followed.
enum FileKind {
  case absent, regular, folder
  /// A device, a pipe or a socket.
  case other

  init(at path: RawPath) {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else {
      self = .absent
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFREG: self = .regular
    default: self = .other
    }
  }
}

extension RawPath {
  /// The path of the entry `name` of this folder.
  func child(_ name: RawPath) -> RawPath {
    RawPath(bytes + (bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name.bytes)
  }

  /// The path without links; nil if there is no such file.
  var resolved: RawPath? {
    guard let path = withCString({ realpath($0, nil) }) else { return nil }
    defer { free(path) }
    return RawPath(UnsafeRawBufferPointer(start: path, count: strlen(path)))
  }

  /// The path behind a chain of links, whose last one may lead to nothing.
  var followed: RawPath {
    var path = self
    for _ in 0..<40 {
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = path.withCString { readlink($0, &buffer, buffer.count) }
      guard count > 0 else { break }
      let next = RawPath(buffer[..<count])
      path = next.isAbsolute ? next : path.folder.appending(next)
    }
    return path
  }

  /// Whether it is `folder` or lies below it; both are absolute.
  func lies(in folder: RawPath) -> Bool {
    let start = folder.bytes.last == UInt8(ascii: "/") ? folder.bytes : folder.bytes + [0x2F]
    return self == folder || bytes.starts(with: start)
  }
}
