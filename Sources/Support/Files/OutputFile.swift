import Glibc

/// Writes whole files: under a temporary name first, renamed when complete, so that none is half-written.
package enum OutputFile {
  /// Writes `bytes` to `path`, replacing what was there; `what` names the purpose in errors.
  ///
  /// `part` is the temporary name, on the same file system; beside the file unless given.
  package static func write(
    _ bytes: [UInt8], to path: String, by part: String? = nil, what: String
  ) throws(Failure) {
    try write(to: path, by: part, what: what) { append throws(Failure) in try append(bytes) }
  }

  /// Writes the file at `path` portion by portion, as `body` gives them to its argument.
  package static func write(
    to path: String, by part: String? = nil, what: String,
    _ body: (_ append: ([UInt8]) throws(Failure) -> Void) throws(Failure) -> Void
  ) throws(Failure) {
    func step<Result>(
      _ body: () throws(AtomicFile.Problem) -> Result
    ) throws(Failure) -> Result {
      do throws(AtomicFile.Problem) { return try body() } catch { throw failure(error, path, what) }
    }
    let file = try step { () throws(AtomicFile.Problem) in try AtomicFile(at: path, by: part) }
    try body { bytes throws(Failure) in
      try step { () throws(AtomicFile.Problem) in try file.append(bytes) }
    }
    try step { () throws(AtomicFile.Problem) in try file.commit() }
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

  /// Creates the folder at `path`, whose parent must exist; an existing folder is no error.
  package static func makeFolder(_ path: String) throws(Failure) {
    guard mkdir(path, 0o755) != 0 else { return }
    let code = errno
    var status = stat()
    if code == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    throw Failure(
      code == ENOSPC ? .inputOutput : .cannotCreate, "can't create the folder", path,
      because: code == ENOENT ? "the folder around it does not exist" : reason(code),
      advice: code == ENOSPC ? "free some space" : "choose another place")
  }
}
