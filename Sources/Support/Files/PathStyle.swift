import Glibc

/// How a record names the files that it is about.
package enum PathStyle: String, Hashable, Sendable, CaseIterable {
  /// By the path from a folder: that of a library, or the one where the program was started.
  case relative
  /// By the path as it is given, also from the root, which tells where the user keeps files.
  case absolute
  /// By the file's name only.
  case names

  /// The text that a picture or a report keeps of `path`, as the user gave it.
  package func record(_ path: String) -> String {
    switch self {
    case .absolute: path
    case .names: path.lastPathComponent
    case .relative:
      path.hasPrefix("/") ? RawPath(path).relative(to: RawPath(".").absolute).text ?? path : path
    }
  }
}

extension RawPath {
  /// The path from `folder` to this one, both absolute: `../photographs/cat.jpg`.
  package func relative(to folder: RawPath) -> RawPath {
    let (own, base) = (components, folder.components)
    let common = zip(own, base).prefix { $0 == $1 }.count
    let up = Array(repeating: ArraySlice("..".utf8), count: base.count - common)
    return RawPath((up + own[common...]).joined(separator: "/".utf8))
  }

  /// This path as seen from the absolute path `folder`; an absolute path stays what it is.
  package func resolved(from folder: RawPath) -> RawPath {
    guard !isAbsolute else { return self }
    var whole = folder.components
    for part in components {
      if part.elementsEqual("..".utf8) { _ = whole.popLast() } else { whole.append(part) }
    }
    return RawPath(Array("/".utf8) + whole.joined(separator: "/".utf8))
  }

  /// The path without links; nil if there is no such file.
  package var real: RawPath? {
    withCString { path in
      guard let found = realpath(path, nil) else { return nil }
      defer { free(found) }
      return RawPath(UnsafeRawBufferPointer(start: found, count: strlen(found)))
    }
  }

  private var components: [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
  }
}
