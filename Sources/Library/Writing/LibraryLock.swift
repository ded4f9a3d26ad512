import Glibc
import Support

/// Lets one process at a time write to a library; released when the process ends or crashes.
final class LibraryLock: Sendable {
  private let descriptor: Int32

  private static let name = "library.lock"
  private static let what = "can't write to the library"

  /// Locks the library in `folder`; throws if another process has the lock.
  init(_ folder: FolderHandle) throws(Failure) {
    // A file of several names, or with other content, may be one that a stranger linked here.
    guard let file = try folder.open(Self.name, O_RDWR | O_CREAT, links: 1, what: Self.what) else {
      throw Failure(.cannotCreate, Self.what, folder.path, because: "it can't be locked")
    }
    descriptor = file
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.holder(descriptor) ?? ""
      throw Failure(
        .tryAgain, Self.what, folder.path,
        because: "another program is writing to it\(holder.isEmpty ? "" : " (process \(holder))")",
        advice: "wait until it has ended, or choose another place")
    }
    guard Self.holder(descriptor) != nil else {
      throw Failure(
        .badData, Self.what, folder.path, because: "its \(Self.name) holds more than a process id",
        advice: "remove the file, or choose another place")
    }
    ftruncate(descriptor, 0)
    let text = Array("\(getpid())".utf8)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  /// The id of the process that writes to the library, or `?` if unknown; nil if there is none.
  static func holder(of folder: FolderHandle) throws(Failure) -> String? {
    guard let file = try folder.open(name, O_RDONLY, what: "can't read the library") else {
      return nil
    }
    defer { close(file) }
    guard flock(file, LOCK_SH | LOCK_NB) != 0 else { return nil }
    return holder(file).flatMap { $0.isEmpty ? nil : $0 } ?? "?"
  }

  // The file is kept: unlinking it could remove the lock of another process.
  deinit { close(descriptor) }

  /// The process id in the file, empty in a new one; nil if the file holds anything else.
  private static func holder(_ descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 21)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let text = bytes.prefix(max(0, count))
    guard text.count <= 20, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 })
    else { return nil }
    return String(decoding: text, as: UTF8.self)
  }
}
