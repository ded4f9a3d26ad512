import Glibc

/// A file that has no name: what another program reads or writes, gone when nobody holds it any more.
package final class AnonymousFile: Sendable {
  /// The open file.
  package let descriptor: Int32

  /// An empty file among the temporary ones, unlinked before anything is in it.
  package init() throws(CheckpointError) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    var template = Array("\(folder.isEmpty ? "/tmp" : folder)/effscope-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .unwritable(path: folder, code: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  /// A file with the contents of `bytes`, to be read from its start.
  convenience init(holding bytes: FileBytes) throws(CheckpointError) {
    try self.init()
    var written = 0
    while written < bytes.count {
      let count = pwrite(descriptor, bytes.base + written, bytes.count - written, off_t(written))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .unwritable(path: "a temporary file", code: errno) }
      written += count
    }
  }

  deinit { close(descriptor) }
}
