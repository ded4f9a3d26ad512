import Glibc

/// Writes a whole file: under a temporary name first, renamed when complete, so that none is ever half-written.
///
/// A file that goes away before `commit` leaves nothing behind, and what was at its place alone.
public final class AtomicFile {
  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private var isOpen = true
  private var isComplete = false

  /// Why a file could not be written, with the system's error number.
  public enum Problem: Error, Hashable, Sendable {
    /// No file can be made there.
    case creation(Int32)
    /// Its bytes could not be written.
    case writing(Int32)
    /// It could not take its name.
    case renaming(Int32)

    /// The system's error number.
    public var code: Int32 {
      switch self {
      case .creation(let code), .writing(let code), .renaming(let code): code
      }
    }
  }

  /// An empty file that is to stand at `path`.
  ///
  /// `part` is the temporary name, on the same file system; beside the file unless given.
  public init(at path: String, by part: String? = nil) throws(Problem) {
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

  /// Adds `bytes` at the end.
  public func append(_ bytes: [UInt8]) throws(Problem) {
    let code = bytes.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
    if let code { throw .writing(code) }
  }

  /// Puts the file in its place, replacing what was there.
  public func commit() throws(Problem) {
    isOpen = false
    guard close(descriptor) == 0 else { throw .writing(errno) }
    guard rename(temporary, path) == 0 else { throw .renaming(errno) }
    isComplete = true
  }

  /// Writes `bytes` as the whole file at `path`.
  public static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
    let file = try AtomicFile(at: path)
    try file.append(bytes)
    try file.commit()
  }
}

/// What is written to an open file.
public enum Descriptor {
  /// Writes every byte, however often the system takes only some; the error number if that failed.
  public static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
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
