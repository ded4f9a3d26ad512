import Glibc
import Support

/// A file that has no name: what another program reads or writes, gone when nobody holds it any more.
package final class AnonymousFile: Sendable {
  /// The open file.
  package let descriptor: Int32

  /// An empty file among the temporary ones, unlinked before anything is in it.
  package init() throws(CheckpointError) {
    let wished = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let folder = wished.isEmpty ? "/tmp" : wished
    var template = Array("\(folder)/effscope-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .unwritable(path: folder, code: errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  /// A file with the contents of `bytes`, to be read from its start.
  convenience init(holding bytes: FileBytes) throws(CheckpointError) {
    try self.init()
    let contents = UnsafeRawBufferPointer(start: bytes.base, count: bytes.count)
    if let code = Descriptor.write(contents, to: descriptor) {
      throw .unwritable(path: "a temporary file", code: code)
    }
    lseek(descriptor, 0, SEEK_SET)
  }

  deinit { close(descriptor) }
}
