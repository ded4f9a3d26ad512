import Glibc

/// Reads whole files, or standard input as `-`, with errors that name the file and the reason.
package enum InputFile {
  /// Bytes at most of a file of words: class names, tables, boxes.
  package static let textLimit = 256 << 20

  /// The bytes of the file at `path`, `limit` at most; `what` names the purpose in errors ("can't
  /// read the image"), `advice` what to do about a longer file.
  package static func read(
    _ path: String, what: String, atMost limit: Int = 1 << 30, advice: String? = nil
  ) throws(Failure) -> [UInt8] {
    try read(path, what, (limit, advice), isRegular: false)
  }

  /// The bytes of the regular file at `path`, of `limit` bytes at most, or of standard input.
  ///
  /// A pipe, a device or a socket is refused without waiting for it.
  package static func readRegular(
    _ path: String, what: String, atMost limit: Int = textLimit
  ) throws(Failure) -> [UInt8] {
    try read(path, what, (limit, nil), isRegular: true)
  }

  private static func read(
    _ path: String, _ what: String, _ limit: (bytes: Int, advice: String?), isRegular: Bool
  ) throws(Failure) -> [UInt8] {
    let tooLong = Failure(
      .badData, what, path,
      because: "it has more than \(NumberText.bytes(limit.bytes)), the limit of such a file",
      advice: limit.advice)
    if path == "-" {
      return try readAll(
        STDIN_FILENO, expecting: 1 << 16, path, what, within: (limit.bytes, tooLong))
    }
    let descriptor = open(path.rawPath, O_RDONLY | O_CLOEXEC | (isRegular ? O_NONBLOCK : 0))
    guard descriptor >= 0 else { throw unopened(path, what) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Failure(.inputOutput, what, path, because: reason(errno))
    }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR {
      throw Failure(.noInput, what, path, because: "it is a directory", advice: "name a file in it")
    }
    if isRegular, kind != S_IFREG {
      throw Failure(
        .noInput, what, path, because: "it is not a regular file", advice: "name a file")
    }
    if Int(status.st_size) > limit.bytes { throw tooLong }
    return try readAll(
      descriptor, expecting: Int(status.st_size), path, what, within: (limit.bytes, tooLong))
  }

  /// The failure to open a file, from `errno`.
  static func unopened(_ path: String, _ what: String) -> Failure {
    if errno == EMFILE || errno == ENFILE { return .descriptors(what, path) }
    let isAbsent = errno == ENOENT || errno == ENOTDIR
    return Failure(
      .noInput, what, path, because: isAbsent ? "no such file" : reason(errno),
      advice: isAbsent ? "check the path" : nil)
  }

  /// Everything that is left of an open file of about `size` bytes; throws the second of `limit`
  /// for more bytes than its first.
  static func readAll(
    _ descriptor: Int32, expecting size: Int, _ path: String, _ what: String,
    within limit: (bytes: Int, failure: Failure)? = nil
  ) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(max(size + 1, 4096), 1 << 20))
    bytes.reserveCapacity(min(size, 1 << 30))
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Failure(.inputOutput, what, path, because: reason(errno)) }
      if count == 0 { break }
      if let limit, count > limit.bytes - bytes.count { throw limit.failure }
      bytes.append(contentsOf: chunk[0..<count])
    }
    if bytes.isEmpty { throw Failure(.badData, what, path, because: "the file is empty") }
    return bytes
  }
}

/// The system's sentence for an error number, in lower case.
package func reason(_ number: Int32) -> String {
  let text = String(cString: strerror(number))
  return text.prefix(1).lowercased() + text.dropFirst()
}
