import Glibc
import Support

/// Lets one process at a time write to a library; released when the process ends or crashes.
final class LibraryLock: Sendable {
  private let descriptor: Int32

  /// Locks the library at `place`; throws if the folder is missing or another process has the lock.
  init(_ place: LibraryPlace) throws(Failure) {
    descriptor = open(place.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, "can't write to the library", place.folder, because: reason(errno),
        advice: "choose another place")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.text(descriptor)
      close(descriptor)
      throw Failure(
        .tryAgain, "can't write to the library", place.folder,
        because: "another program is writing to it\(holder.isEmpty ? "" : " (process \(holder))")",
        advice: "wait until it has ended, or choose another place")
    }
    ftruncate(descriptor, 0)
    let text = Array("\(getpid())".utf8)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  /// The id of the process that writes to the library, or `?` if unknown; nil if there is none.
  static func holder(of place: LibraryPlace) -> String? {
    let descriptor = open(place.lock, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
    let holder = text(descriptor)
    return holder.isEmpty ? "?" : holder
  }

  // The file is kept: unlinking it could remove the lock of another process.
  deinit { close(descriptor) }

  /// The process id in the file, for messages only.
  private static func text(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).filter(\.isNumber)
  }
}
