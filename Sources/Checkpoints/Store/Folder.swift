import Glibc
import Support

/// File-system calls of the store; they throw `unwritable` with the path and the error number.
enum Folder {
  /// Creates `path` and its parent folders; an existing folder is no error.
  static func create(_ path: String) throws(CheckpointError) {
    if mkdir(path.rawPath, 0o755) == 0 { return }
    if errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw .unwritable(path: path, code: errno)
    }
    try create(String(path[..<slash]))
    guard mkdir(path.rawPath, 0o755) == 0 || errno == EEXIST else {
      throw .unwritable(path: path, code: errno)
    }
  }

  /// The sorted names in `path` without `.` and `..`; empty if it can't be read.
  static func names(in path: String) -> [String] {
    FileSystem.names(in: path) ?? []
  }

  /// Writes `bytes` to the file at `path`, replacing its contents, and calls fsync.
  static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(CheckpointError) {
    let descriptor = open(
      path.rawPath, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(path: path, code: errno) }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path)
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .unwritable(path: path, code: errno)
    }
  }

  /// Writes `bytes` to an open file; `path` is for errors only.
  static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String
  ) throws(CheckpointError) {
    if let code = Descriptor.write(bytes, to: descriptor) {
      throw .unwritable(path: path, code: code)
    }
  }

  /// Renames `source` to `target` and replaces an existing file.
  static func move(_ source: String, to target: String) throws(CheckpointError) {
    guard rename(source.rawPath, target.rawPath) == 0 else {
      throw .unwritable(path: target, code: errno)
    }
  }

  /// Removes a file, or a folder with its contents; symbolic links are not followed.
  static func remove(_ path: String) throws(CheckpointError) {
    var status = stat()
    guard lstat(path.rawPath, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in names(in: path) { try remove("\(path)/\(name)") }
      guard rmdir(path.rawPath) == 0 || errno == ENOENT else {
        throw .unwritable(path: path, code: errno)
      }
    } else {
      guard unlink(path.rawPath) == 0 || errno == ENOENT else {
        throw .unwritable(path: path, code: errno)
      }
    }
  }

  /// True if `path` is a folder or a link to one.
  static func isFolder(_ path: String) -> Bool {
    FileSystem.isFolder(path) == true
  }

  /// Size in bytes and modification time in nanoseconds; nil if there is no such file.
  static func status(_ path: String) -> (size: Int, modified: Int)? {
    var status = stat()
    guard stat(path.rawPath, &status) == 0 else { return nil }
    return (Int(status.st_size), Int(status.st_mtim.nanoseconds))
  }
}
