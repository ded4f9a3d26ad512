import Glibc

/// Reads whole files, or standard input as `-`, with errors that name the file and the reason.
package enum InputFile {
  /// The bytes of the file at `path`; `what` names the purpose in errors ("can't read the image").
  package static func read(_ path: String, what: String) throws(Failure) -> [UInt8] {
    if path == "-" { return try readAll(STDIN_FILENO, expecting: 1 << 16, path, what) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unopened(path, what) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Failure(.inputOutput, what, path, because: reason(errno))
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.noInput, what, path, because: "it is a directory", advice: "name a file in it")
    }
    return try readAll(descriptor, expecting: Int(status.st_size), path, what)
  }

  /// The bytes of the regular file at `path`, of `limit` bytes at most, or of standard input.
  ///
  /// A pipe, a device or a socket is refused without waiting for it.
  package static func readRegular(
    _ path: String, what: String, atMost limit: Int = 64 << 20
  ) throws(Failure) -> [UInt8] {
    if path == "-" { return try read(path, what: what) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unopened(path, what) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Failure(.inputOutput, what, path, because: reason(errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        .noInput, what, path, because: "it is not a regular file", advice: "name a file")
    }
    let size = Int(status.st_size)
    guard size <= limit else {
      throw Failure(
        .badData, what, path,
        because: "it has \(NumberText.bytes(size)), more than the limit of "
          + NumberText.bytes(limit))
    }
    return try readAll(descriptor, expecting: size, path, what)
  }

  /// The failure to open a file, from `errno`.
  static func unopened(_ path: String, _ what: String) -> Failure {
    let isAbsent = errno == ENOENT || errno == ENOTDIR
    return Failure(
      .noInput, what, path, because: isAbsent ? "no such file" : reason(errno),
      advice: isAbsent ? "check the path" : nil)
  }

  /// Everything that is left of an open file of about `size` bytes.
  static func readAll(
    _ descriptor: Int32, expecting size: Int, _ path: String, _ what: String
  ) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(max(size + 1, 4096), 1 << 20))
    bytes.reserveCapacity(min(size, 1 << 30))
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Failure(.inputOutput, what, path, because: reason(errno)) }
      if count == 0 { break }
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
