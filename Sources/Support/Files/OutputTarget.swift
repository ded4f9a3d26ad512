import Glibc

/// What an output's path leads to: a file to be replaced, or something to be written to as it is.
enum OutputTarget {
  /// The path of a regular file, or of nothing yet, links followed; the mode of the file to keep.
  case file(String, mode: mode_t?)
  /// An open device, FIFO or standard stream.
  case open(Int32)

  /// Finds out what is at `path`.
  ///
  /// - Throws: `creation` with EISDIR for a folder, ENOTBLK for a disk, ENXIO for a socket and
  ///   ENOTTY for a terminal, which would obey the bytes of a file; ELOOP for links in a circle.
  init(_ path: String, followsLinks: Bool = true) throws(AtomicFile.Problem) {
    var status = stat()
    guard followsLinks else {
      let isThere = lstat(path.rawPath, &status) == 0
      guard !isThere || Self.isReplaceable(path) || status.st_mode & S_IFMT == S_IFLNK else {
        throw .creation(EEXIST)
      }
      self = .file(path, mode: nil)
      return
    }
    guard stat(path.rawPath, &status) == 0 else {
      guard errno == ENOENT else { throw .creation(errno) }
      self = .file(try Self.followed(path), mode: nil)
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      if let stream = Self.standardStream(status) {
        self = .open(try Self.checked(fcntl(stream, F_DUPFD_CLOEXEC, 3)))
      } else {
        self = .file(try Self.followed(path), mode: status.st_mode & 0o777)
      }
    case S_IFDIR: throw .creation(EISDIR)
    case S_IFBLK: throw .creation(ENOTBLK)
    case S_IFSOCK: throw .creation(ENXIO)
    default:
      let descriptor = try Self.checked(Glibc.open(path.rawPath, O_WRONLY | O_NOCTTY | O_CLOEXEC))
      if isatty(descriptor) == 1 {
        close(descriptor)
        throw .creation(ENOTTY)
      }
      self = .open(descriptor)
    }
  }

  /// The path of the file; empty for what is open.
  var path: String { if case .file(let path, _) = self { path } else { "" } }

  var mode: mode_t? { if case .file(_, let mode) = self { mode } else { nil } }

  /// True if a regular file or nothing is at `path` itself, or a link.
  static func isReplaceable(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path.rawPath, &status) == 0 else { return true }
    return [S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT)
  }

  /// Standard output or error if it goes to the file of `status`.
  static func standardStream(_ status: stat) -> Int32? {
    [STDOUT_FILENO, STDERR_FILENO].first { stream in
      var own = stat()
      return fstat(stream, &own) == 0 && own.st_ino == status.st_ino && own.st_dev == status.st_dev
    }
  }

  private static func checked(_ descriptor: Int32) throws(AtomicFile.Problem) -> Int32 {
    guard descriptor >= 0 else { throw .creation(errno) }
    return descriptor
  }

  /// The path behind a chain of links, whose last one may lead to nothing.
  private static func followed(_ path: String) throws(AtomicFile.Problem) -> String {
    var path = path
    // The kernel's own limit: https://man7.org/linux/man-pages/man7/path_resolution.7.html.
    for _ in 0..<40 {
      var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(path.rawPath, &buffer, buffer.count)
      guard count >= 0 else { return path }
      let next = String(escaping: buffer[..<count])
      path = next.hasPrefix("/") ? next : path.directoryPath + "/" + next
    }
    throw .creation(ELOOP)
  }
}
