import Glibc
import Support

/// Reads the directories that the Files screen shows.
package enum DirectoryReader {
  private static let pictureSuffixes = [
    ".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif",
    ".npy",
  ]

  /// The directories and pictures of a directory: the parent first, then directories, then pictures,
  /// ordered by `isOrdered`.
  package static func listing(of directory: String) throws(Failure) -> Listing {
    let directory = directory.isEmpty ? "." : directory
    guard let names = FileSystem.names(in: directory) else {
      throw Failure(
        .noInput, "can't read the directory", directory,
        because: reason(errno))
    }
    var entries: [FileEntry] = []
    for name in names {
      let path =
        directory == "."
        ? name : directory.hasSuffix("/") ? directory + name : directory + "/" + name
      if let found = self.entry(name: name, path: path) { entries.append(found) }
    }
    entries.sort { left, right in
      if left.kind != right.kind { return left.kind == .directory }
      return isOrdered(left.name, right.name)
    }
    let parent = FileEntry(name: "..", path: directory.parentDirectory, kind: .parent)
    return Listing(directory: directory, entries: (directory == "/" ? [] : [parent]) + entries)
  }

  /// Whether a file, directory or link of this name exists.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path.rawPath, &status) == 0
  }

  private static func entry(name: String, path: String) -> FileEntry? {
    var status = stat()
    guard stat(path.rawPath, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return FileEntry(name: name, path: path, kind: .directory)
    case S_IFREG:
      let folded = name.lowercased()
      guard pictureSuffixes.contains(where: folded.hasSuffix) else { return nil }
      return FileEntry(name: name, path: path, kind: .picture, bytes: Int(status.st_size))
    default: return nil
    }
  }

  /// Orders by numbers within names and ignores case: `image 2` before `image 10`.
  package static func isOrdered(_ left: String, _ right: String) -> Bool {
    var (a, b) = (left.lowercased()[...], right.lowercased()[...])
    while let x = a.first, let y = b.first {
      if x.isASCII, y.isASCII, x.isNumber, y.isNumber {
        let (first, second) = (a.prefix { $0.isNumber }, b.prefix { $0.isNumber })
        let (m, n) = (first.drop { $0 == "0" }, second.drop { $0 == "0" })
        if m.count != n.count { return m.count < n.count }
        if m != n { return m < n }
        a = a.dropFirst(first.count)
        b = b.dropFirst(second.count)
      } else {
        if x != y { return x < y }
        a = a.dropFirst()
        b = b.dropFirst()
      }
    }
    return a.isEmpty == b.isEmpty ? left < right : a.isEmpty
  }
}
