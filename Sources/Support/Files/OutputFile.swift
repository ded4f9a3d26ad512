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
    let file: AtomicFile
    do throws(AtomicFile.Problem) {
      file = try AtomicFile(at: path, by: part)
    } catch {
      throw failure(error, path, what)
    }
    try body { bytes throws(Failure) in
      do throws(AtomicFile.Problem) {
        try file.append(bytes)
      } catch {
        throw failure(error, path, what)
      }
    }
    do throws(AtomicFile.Problem) {
      try file.commit()
    } catch {
      throw failure(error, path, what)
    }
  }

  private static func failure(
    _ problem: AtomicFile.Problem, _ path: String, _ what: String
  ) -> Failure {
    switch problem {
    // A full disk may refuse the new file already.
    case .creation(ENOSPC): failure(.writing(ENOSPC), path, what)
    case .creation(ENOENT):
      Failure(
        .cannotCreate, what, path, because: "its folder does not exist",
        advice: "create the folder or choose another")
    case .creation(let code):
      Failure(.cannotCreate, what, path, because: reason(code), advice: "choose another place")
    case .writing(let code):
      Failure(
        .inputOutput, what, path, because: reason(code),
        advice: code == ENOSPC ? "free some space" : nil)
    case .renaming(let code): Failure(.cannotCreate, what, path, because: reason(code))
    }
  }
}
