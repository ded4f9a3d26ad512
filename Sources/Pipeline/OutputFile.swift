import Glibc

/// Writes whole files: under a temporary name first, renamed when complete, so that none is half-written.
public enum OutputFile {
  /// Writes `bytes` to `path`, replacing what was there; `what` names the purpose in errors.
  ///
  /// `part` is the temporary name, on the same file system; beside the file unless given.
  public static func write(
    _ bytes: [UInt8], to path: String, by part: String? = nil, what: String
  ) throws(Failure) {
    try write(to: path, by: part, what: what) { append throws(Failure) in try append(bytes) }
  }

  /// Writes the file at `path` portion by portion, as `body` gives them to its argument.
  public static func write(
    to path: String, by part: String? = nil, what: String,
    _ body: (_ append: ([UInt8]) throws(Failure) -> Void) throws(Failure) -> Void
  ) throws(Failure) {
    let temporary = part ?? "\(path).\(getpid()).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      if errno == ENOSPC { throw unwritable(path, what, errno) }
      let isAbsent = errno == ENOENT
      throw Failure(
        .cannotCreate, what, path, because: isAbsent ? "its folder does not exist" : reason(errno),
        advice: isAbsent ? "create the folder or choose another" : "choose another place")
    }
    var isComplete = false
    defer { if !isComplete { unlink(temporary) } }
    do throws(Failure) {
      try body { bytes throws(Failure) in
        if let number = writeAll(bytes, to: descriptor) {
          throw unwritable(path, what, number)
        }
      }
    } catch {
      close(descriptor)
      throw error
    }
    if close(descriptor) != 0 { throw unwritable(path, what, errno) }
    guard rename(temporary, path) == 0 else {
      throw Failure(.cannotCreate, what, path, because: reason(errno))
    }
    isComplete = true
  }

  private static func unwritable(_ path: String, _ what: String, _ number: Int32) -> Failure {
    Failure(
      .inputOutput, what, path, because: reason(number),
      advice: number == ENOSPC ? "free some space" : nil)
  }

  /// Writes everything; the error number if that failed.
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
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
}
