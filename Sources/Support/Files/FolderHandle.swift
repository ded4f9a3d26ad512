import Glibc

/// A folder held open by its descriptor, in which files are used by plain names and no link is followed.
///
/// For folders that may come from a stranger: a link, pipe or device where a file or folder should
/// be is refused. Closed when the last reference goes.
package final class FolderHandle: Sendable {
  /// The path as it was opened, for messages.
  package let path: String
  package let descriptor: Int32

  /// Opens the folder at `path`; its links are followed, because the user names it.
  package init(_ path: String) throws(Failure) {
    self.path = path
    descriptor = RawPath(path).withCString { Glibc.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw Self.failure("can't open the folder", path, errno) }
  }

  private init(_ name: String, in parent: FolderHandle) throws(Failure) {
    path = "\(parent.path)/\(name)"
    descriptor = openat(
      parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("can't open the folder", path, errno) }
  }

  deinit { close(descriptor) }

  /// The folder called `name` in this one, which must be no link.
  package func folder(_ name: String) throws(Failure) -> FolderHandle {
    try FolderHandle(name, in: self)
  }

  /// The folder called `name` in this one, created if it is absent.
  package func makeFolder(_ name: String) throws(Failure) -> FolderHandle {
    if mkdirat(descriptor, name, 0o755) != 0, errno != EEXIST {
      throw Self.failure("can't create the folder", "\(path)/\(name)", errno)
    }
    return try folder(name)
  }

  /// The entry called `name`, not followed if it is a link; nil if there is none.
  package func status(_ name: String) -> stat? {
    var status = stat()
    return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
  }

  /// The size in bytes of the regular file `name`; nil for anything else.
  package func size(_ name: String) -> Int? {
    status(name).flatMap { $0.st_mode & S_IFMT == S_IFREG ? Int($0.st_size) : nil }
  }

  /// The names of the entries, without hidden ones.
  package var names: [String] {
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { return [] }
    guard let stream = fdopendir(copy) else {
      close(copy)
      return []
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// Opens the regular file `name`, of `links` names at most; the caller closes the descriptor.
  ///
  /// Returns nil if there is none and `flags` do not create it.
  package func open(
    _ name: String, _ flags: Int32, links: Int = .max, what: String
  ) throws(Failure) -> Int32? {
    let file = openat(descriptor, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      if errno == ENOENT, flags & O_CREAT == 0 { return nil }
      throw Self.failure(what, "\(path)/\(name)", errno)
    }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      Int(status.st_nlink) <= links
    else {
      close(file)
      throw Self.strange(what, "\(path)/\(name)")
    }
    return file
  }

  /// Reads the regular file `name`, of `limit` bytes at most.
  package func read(_ name: String, atMost limit: Int, what: String) throws(Failure) -> [UInt8] {
    let whole = "\(path)/\(name)"
    guard let file = try open(name, O_RDONLY, what: what) else {
      throw Failure(.noInput, what, whole, because: "no such file", advice: "check the path")
    }
    defer { close(file) }
    guard let size = size(name), size <= limit else {
      throw Failure(
        .badData, what, whole, because: "it has more than \(NumberText.bytes(limit))",
        advice: Self.advice)
    }
    return try InputFile.readAll(file, expecting: size, whole, what)
  }

  /// Writes `bytes` to the file `name` of `target` by a temporary file `part` of this folder, which
  /// is renamed when it is complete.
  package func write(
    _ bytes: [UInt8], by part: String, to name: String, of target: FolderHandle, what: String
  ) throws(Failure) {
    let whole = "\(target.path)/\(name)"
    let file = openat(
      descriptor, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Self.failure(what, whole, errno) }
    var code = bytes.withUnsafeBytes { Descriptor.write($0, to: file) }
    if close(file) != 0, code == nil { code = errno }
    if code == nil, renameat(descriptor, part, target.descriptor, name) != 0 { code = errno }
    guard let code else { return }
    unlinkat(descriptor, part, 0)
    throw Self.failure(what, whole, code)
  }

  /// Gives the regular file `name` of `source` the name `target` of `folder` as well, by way of the
  /// name `part` here; false if the file system can't.
  package func link(
    _ name: String, of source: FolderHandle, by part: String, to target: String,
    of folder: FolderHandle
  ) -> Bool {
    guard linkat(source.descriptor, name, descriptor, part, 0) == 0 else { return false }
    let isWhole =
      size(part) != nil && renameat(descriptor, part, folder.descriptor, target) == 0
    // Two names of one file: renaming leaves both.
    unlinkat(descriptor, part, 0)
    return isWhole
  }

  package func remove(_ name: String) { unlinkat(descriptor, name, 0) }

  package func removeFolder(_ name: String) { unlinkat(descriptor, name, AT_REMOVEDIR) }

  private static let advice = "put an ordinary file or folder there"

  private static func strange(_ what: String, _ path: String) -> Failure {
    Failure(
      .badData, what, path,
      because: "it is a link, or no ordinary file or folder of one name", advice: advice)
  }

  private static func failure(_ what: String, _ path: String, _ code: Int32) -> Failure {
    switch code {
    case ELOOP, ENOTDIR, ENXIO, EISDIR: strange(what, path)
    case ENOENT: Failure(.noInput, what, path, because: "there is none", advice: "check the path")
    case EMFILE, ENFILE: .descriptors(what, path)
    case ENOSPC, EDQUOT:
      Failure(.inputOutput, what, path, because: reason(code), advice: "free some space")
    case EIO, EFBIG: Failure(.inputOutput, what, path, because: reason(code))
    default:
      Failure(.cannotCreate, what, path, because: reason(code), advice: "choose another place")
    }
  }
}

extension Failure {
  /// The process has no descriptor left to open `path`.
  static func descriptors(_ what: String, _ path: String) -> Failure {
    Failure(
      .unavailable, what, path, because: "too many files are open",
      advice: "raise the limit ('ulimit -n')")
  }
}
