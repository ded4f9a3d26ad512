import Glibc

/// Writes whole files: under a temporary name first, renamed when complete, so that none is half-written.
public enum OutputFile {
  /// Writes `bytes` to `path`, replacing what was there; `what` names the purpose in errors.
  public static func write(_ bytes: [UInt8], to path: String, what: String) throws(Failure) {
    let temporary = "\(path).\(getpid()).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let isAbsent = errno == ENOENT
      throw Failure(
        .cannotCreate, what, path, because: isAbsent ? "its folder does not exist" : reason(errno),
        advice: isAbsent ? "create the folder or choose another" : "choose another place")
    }
    var isComplete = false
    defer { if !isComplete { unlink(temporary) } }
    let failure = writeAll(bytes, to: descriptor)
    let closing = close(descriptor)
    if let number = failure ?? (closing == 0 ? nil : errno) {
      throw Failure(
        .inputOutput, what, path, because: reason(number),
        advice: number == ENOSPC ? "free some space" : nil)
    }
    guard rename(temporary, path) == 0 else {
      throw Failure(.cannotCreate, what, path, because: reason(errno))
    }
    isComplete = true
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
