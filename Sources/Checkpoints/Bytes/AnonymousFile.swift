import Glibc
import Support

/// An unlinked temporary file; the kernel frees it when its last descriptor is closed.
package final class AnonymousFile: Sendable {
  /// The file descriptor.
  package let descriptor: Int32

  /// Creates an empty file in `TMPDIR` (default `/tmp`) and unlinks it.
  package init() throws(CheckpointError) {
    let folder = BaseFolder.environment("TMPDIR") ?? "/tmp"
    var template = "\(folder)/effscope-XXXXXX".rawPath
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .noTemporaryFile(folder: folder, code: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  /// Creates a file with the contents of `bytes`, positioned at its start.
  convenience init(holding bytes: FileBytes) throws(CheckpointError) {
    try self.init()
    let contents = UnsafeRawBufferPointer(start: bytes.base, count: bytes.count)
    if let code = Descriptor.write(contents, to: descriptor) {
      throw .noTemporaryFile(folder: BaseFolder.environment("TMPDIR") ?? "/tmp", code: code)
    }
    lseek(descriptor, 0, SEEK_SET)
  }

  deinit { close(descriptor) }
}
