import Glibc

/// Writes whole files: under a temporary name first, renamed when complete, so that none is half-written.
package enum OutputFile {
  /// Writes `bytes` to `path`, replacing a file that was there; `what` names the purpose in errors.
  ///
  /// A link is followed; devices and FIFOs stay what they are and get the bytes. `part` is the
  /// temporary name, on the same file system; with it a link is replaced instead.
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

  /// True if `path` is a device, a FIFO or where standard output goes, which get bytes as they come.
  package static func isStream(_ path: String) -> Bool {
    var status = stat()
    guard stat(path.rawPath, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
      || OutputTarget.standardStream(status) != nil
  }

  /// Moves the finished file at `part` to `path`, as `write` would write it there.
  package static func move(
    _ part: String, to path: String, what: String
  ) throws(Failure) {
    if case .file(let target, _)? = try? OutputTarget(path), OutputTarget.isReplaceable(target),
      rename(part.rawPath, target.rawPath) == 0
    {
      return
    }
    let source = open(part.rawPath, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw Failure(.inputOutput, what, part, because: reason(errno)) }
    defer { close(source) }
    try write(to: path, what: what) { append throws(Failure) in
      var chunk = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let count = read(source, &chunk, chunk.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw Failure(.inputOutput, what, part, because: reason(errno)) }
        if count == 0 { return }
        try append(Array(chunk[..<count]))
      }
    }
    unlink(part.rawPath)
  }

  /// The failure to write `path`.
  package static func failure(
    _ problem: AtomicFile.Problem, _ path: String, _ what: String
  ) -> Failure {
    switch problem {
    // A full disk may refuse the new file already.
    case .creation(ENOSPC): failure(.writing(ENOSPC), path, what)
    case .creation(ENOENT):
      Failure(
        .cannotCreate, what, path, because: "its folder does not exist",
        advice: "create the folder or choose another")
    case .creation(EISDIR):
      Failure(
        .cannotCreate, what, path, because: "it is a folder", advice: "name a file in it")
    case .creation(ENOTTY):
      Failure(
        .cannotCreate, what, path, because: "it is a terminal, which would obey the file's bytes",
        advice: "name a file, or send standard output to one")
    case .creation(ENOTBLK):
      Failure(
        .cannotCreate, what, path, because: "it is a disk or another block device",
        advice: "name a file")
    case .creation(let code):
      Failure(.cannotCreate, what, path, because: reason(code), advice: "choose another place")
    case .writing(let code):
      Failure(
        .inputOutput, what, path, because: reason(code),
        advice: code == ENOSPC ? "free some space" : nil)
    case .renaming(EEXIST):
      Failure(
        .cannotCreate, what, path, because: "something else than a file came there meanwhile",
        advice: "choose another place")
    case .renaming(let code): Failure(.cannotCreate, what, path, because: reason(code))
    }
  }

  /// Creates the folder at `path`, whose parent must exist; an existing folder is no error.
  package static func makeFolder(_ path: String) throws(Failure) {
    guard mkdir(path.rawPath, 0o755) != 0 else { return }
    let code = errno
    var status = stat()
    if code == EEXIST, stat(path.rawPath, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      return
    }
    throw Failure(
      code == ENOSPC ? .inputOutput : .cannotCreate, "can't create the folder", path,
      because: code == ENOENT ? "the folder around it does not exist" : reason(code),
      advice: code == ENOSPC ? "free some space" : "choose another place")
  }
}
