import Glibc

/// Lets one program at a time work on a name of the store; the system frees it when a program dies.
///
/// The file goes away with the lock: whoever gets a lock on a file that is no longer the one at the path
/// tries again.
final class StoreLock: Sendable {
  private let descriptor: Int32
  private let path: String
  /// Whether another program had it first.
  let hasWaited: Bool

  private init(descriptor: Int32, path: String, hasWaited: Bool) {
    self.descriptor = descriptor
    self.path = path
    self.hasWaited = hasWaited
  }

  /// The lock at `path`, once it is free; `waits` is called when it is not, and throws to give up.
  static func acquire(
    _ path: String, waits: () async throws(CheckpointError) -> Void
  ) async throws(CheckpointError) -> StoreLock {
    var hasWaited = false
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw .unwritable(path: path, code: errno) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
        if isCurrent(descriptor, path) {
          return StoreLock(descriptor: descriptor, path: path, hasWaited: hasWaited)
        }
        close(descriptor)
        continue
      }
      let code = errno
      close(descriptor)
      guard code == EWOULDBLOCK || code == EINTR else { throw .unwritable(path: path, code: code) }
      hasWaited = true
      try await waits()
    }
  }

  private static func isCurrent(_ descriptor: Int32, _ path: String) -> Bool {
    var held = stat()
    var named = stat()
    return fstat(descriptor, &held) == 0 && stat(path, &named) == 0
      && held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }

  deinit {
    unlink(path)
    close(descriptor)
  }
}
