import Glibc

/// Writes a file under a temporary name and renames it when complete.
///
/// Readers never see a half-written file. Without `commit`, the temporary file is deleted and an
/// existing file at the path stays unchanged.
package final class AtomicFile {
  private let path, temporary: String
  private let descriptor: Int32
  private var isOpen = true
  private var isComplete = false

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

  /// Creates the empty temporary file for `path`.
  ///
  /// `part` is the temporary path, which must be on the same file system. The default is
  /// `path.PID.part`.
  package init(at path: String, by part: String? = nil) throws(Problem) {
    self.path = path
    temporary = part ?? "\(path).\(getpid()).part"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      isOpen = false
      isComplete = true
      throw .creation(errno)
    }
  }

  deinit {
    if isOpen { close(descriptor) }
    if !isComplete { unlink(temporary) }
  }

  /// Appends `bytes`.
  package func append(_ bytes: [UInt8]) throws(Problem) {
    let code = bytes.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
    if let code { throw .writing(code) }
  }

  /// Renames the file to its final path and replaces an existing file.
  package func commit() throws(Problem) {
    isOpen = false
    guard close(descriptor) == 0 else { throw .writing(errno) }
    guard rename(temporary, path) == 0 else { throw .renaming(errno) }
    isComplete = true
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
