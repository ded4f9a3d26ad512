import Glibc

/// What is at a path, for names of any bytes.
package enum FileSystem {
  /// True for a folder or a link to one, false for anything else; nil if nothing is there.
  package static func isFolder(_ path: String) -> Bool? {
    var status = stat()
    guard stat(path.rawPath, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in the folder at `path` without `.` and `..`, sorted; nil if it can't be read.
  package static func names(in path: String) -> [String]? {
    guard let folder = opendir(path.rawPath) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(escaping: Array(bytes.prefix { $0 != 0 }))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a file, or a folder with what is in it, as far as possible; links are not followed.
  package static func remove(_ path: String) {
    if unlink(path.rawPath) == 0 || errno == ENOENT { return }
    for name in names(in: path) ?? [] { remove("\(path)/\(name)") }
    rmdir(path.rawPath)
  }

  /// Creates the folder at `path` and those around it; false if that fails.
  @discardableResult
  package static func makeFolders(_ path: String, mode: mode_t = 0o755) -> Bool {
    if mkdir(path.rawPath, mode) == 0 || isFolder(path) == true { return true }
    let parent = path.directoryPath
    guard errno == ENOENT, parent != path, makeFolders(parent, mode: mode) else { return false }
    return mkdir(path.rawPath, mode) == 0 || isFolder(path) == true
  }
}

extension CommandLine {
  /// The arguments behind the program's name, with every byte that they have.
  package static var everyArgument: [String] {
    (1..<max(1, Int(argc))).compactMap { index in
      unsafeArgv[index].map { argument in
        let bytes = UnsafeRawBufferPointer(start: argument, count: strlen(argument))
        return String(escaping: bytes)
      }
    }
  }
}
