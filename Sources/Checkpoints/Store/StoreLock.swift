import Glibc
import Support

/// An exclusive lock (flock) between processes; the kernel frees it when the process ends.
///
/// The lock file is deleted on release. A process that gets the lock of a deleted file opens the
/// path again.
final class StoreLock: Sendable {
  private let descriptor: Int32
  private let path: String
  /// True if another process held the lock first.
  let hasWaited: Bool

  private init(descriptor: Int32, path: String, hasWaited: Bool) {
    self.descriptor = descriptor
    self.path = path
    self.hasWaited = hasWaited
  }

  /// Acquires the lock at `path`; while another process holds it, `waits` is called repeatedly.
  ///
  /// `waits` must sleep, and may throw to give up.
  static func acquire(
    _ path: String, waits: () async throws(CheckpointError) -> Void
  ) async throws(CheckpointError) -> StoreLock {
    var hasWaited = false
    while true {
      let descriptor = open(
        path.rawPath, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
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

  /// Removes the lock file of a program that was killed.
  static func removeUnused(_ path: String) {
    let descriptor = open(path.rawPath, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isCurrent(descriptor, path) {
      unlink(path.rawPath)
    }
    close(descriptor)
  }

  /// True if the open file is the one that is now at `path`.
  private static func isCurrent(_ descriptor: Int32, _ path: String) -> Bool {
    var held = stat()
    var named = stat()
    return fstat(descriptor, &held) == 0 && stat(path.rawPath, &named) == 0
      && held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }

  deinit {
    unlink(path.rawPath)
    close(descriptor)
  }
}
