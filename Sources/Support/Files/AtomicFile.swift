import Glibc

/// Writes a file as a whole: it appears under its name when it is complete.
///
/// Readers never see a half-written file. Without `commit`, an existing file at the path stays
/// unchanged. A device, FIFO, or the file that standard output already goes to is written to as it
/// is, and stays what it is.
package final class AtomicFile {
  private let target: OutputTarget
  /// The name that the file has until it is complete; nil while it has none.
  private var temporary: String?
  private let descriptor: Int32
  private var isOpen = true

  /// The step that failed: creating the temporary file, writing it, or renaming it to its final path.
  package enum Problem: Error, Hashable, Sendable {
    case creation(Int32), writing(Int32), renaming(Int32)

    /// The system's error number.
    package var code: Int32 {
      switch self {
      case .creation(let code), .writing(let code), .renaming(let code): code
      }
    }
  }

  /// Begins the file for `path`; a link there is followed.
  ///
  /// `part` is the temporary path, which must be on the same file system; with it, a link at `path` is
  /// replaced, not followed. By default the file has no name until it is complete, so nothing is
  /// left when the program is killed.
  package init(at path: String, by part: String? = nil) throws(Problem) {
    target = try OutputTarget(path, followsLinks: part == nil)
    if case .open(let given) = target {
      descriptor = given
      return
    }
    if let part {
      descriptor = Self.create(part)
      temporary = part
    } else {
      (descriptor, temporary) = Self.unnamed(beside: target.path)
    }
    guard descriptor >= 0 else {
      isOpen = false
      temporary = nil
      throw .creation(errno)
    }
    if let mode = target.mode { fchmod(descriptor, mode) }
  }

  deinit {
    if isOpen { close(descriptor) }
    if let temporary { unlink(temporary.rawPath) }
  }

  /// Appends `bytes`.
  package func append(_ bytes: [UInt8]) throws(Problem) {
    let code = bytes.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
    if let code { throw .writing(code) }
  }

  /// Gives the file its final path and replaces an existing file.
  package func commit() throws(Problem) {
    if case .open = target { return try finish() }
    if temporary == nil { try link() }
    try finish()
    guard let from = temporary else { return }
    // Something else than a file may have come there since.
    guard OutputTarget.isReplaceable(target.path) else { throw .renaming(EEXIST) }
    guard rename(from.rawPath, target.path.rawPath) == 0 else { throw .renaming(errno) }
    temporary = nil
  }

  private func finish() throws(Problem) {
    isOpen = false
    guard close(descriptor) == 0 else { throw .writing(errno) }
  }

  /// Gives the file without a name one beside its final path.
  private func link() throws(Problem) {
    let own = "/proc/self/fd/\(descriptor)"
    for name in Self.names(beside: target.path) {
      if linkat(AT_FDCWD, own, AT_FDCWD, name.rawPath, AT_SYMLINK_FOLLOW) == 0 {
        temporary = name
        return
      }
      guard errno == EEXIST else { break }
    }
    throw .renaming(errno)
  }

  /// A new file without a name in the folder of `path`, or with one where the file system needs it.
  private static func unnamed(beside path: String) -> (descriptor: Int32, name: String?) {
    // O_TMPFILE, which Swift does not import: https://man7.org/linux/man-pages/man2/open.2.html.
    let flags = 0o20_000_000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC
    let descriptor = open(path.directoryPath.rawPath, flags, 0o644)
    if descriptor >= 0, access("/proc/self/fd", X_OK) == 0 { return (descriptor, nil) }
    if descriptor >= 0 { close(descriptor) }
    for name in names(beside: path) {
      let descriptor = create(name)
      if descriptor >= 0 || errno != EEXIST { return (descriptor, name) }
    }
    return (-1, nil)
  }

  /// Temporary names; a program that was killed may have left some of them.
  private static func names(beside path: String) -> [String] {
    (0..<100).map { "\(path).\(getpid())\($0 == 0 ? "" : "-\($0)").part" }
  }

  private static func create(_ path: String) -> Int32 {
    open(path.rawPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  }

  /// Writes `bytes` as the whole file at `path`.
  package static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    let file = try AtomicFile(at: path)
    try file.append(bytes)
    try file.commit()
  }
}

/// Writes to POSIX file descriptors.
package enum Descriptor {
  /// Writes all bytes and repeats partial writes; returns the error number, or nil on success.
  package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let slice = UnsafeRawBufferPointer(rebasing: rest)
      let count = Glibc.write(descriptor, slice.baseAddress, slice.count)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return errno }
      rest = rest.dropFirst(count)
    }
    return nil
  }
}
