internal import CProcess
import Glibc
import Support

/// A hidden folder of the store in which something is prepared, removed when it is given up.
///
/// The program that uses it holds a lock (flock) on it, which the kernel frees when the program ends.
/// So a folder without a lock is the leftover of a program that was killed.
final class AsideFolder {
  let path: String
  private let descriptor: Int32

  /// What begins the names of such folders: those of `install`, `remove` and `pull`.
  enum Purpose: String, CaseIterable { case new, old, pull }

  /// Makes the folder for `purpose` of the weights called `name`.
  init(_ purpose: Purpose, of name: String, in folder: String) throws(CheckpointError) {
    path = "\(folder)/.\(purpose.rawValue)-\(name)-\(getpid())"
    try Self.clear(folder)
    while true {
      try Folder.create(path)
      let descriptor = open(path.rawPath, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else {
        // Another program may take an unlocked folder for a leftover.
        if errno == ENOENT { continue }
        throw .unwritable(path: path, code: errno)
      }
      var (own, named) = (stat(), stat())
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &own) == 0,
        stat(path.rawPath, &named) == 0, own.st_ino == named.st_ino
      {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit {
    try? Folder.remove(path)
    close(descriptor)
  }

  /// Puts this folder in the place of the one at `target`, in one step, and removes that one.
  func replace(_ target: String) throws(CheckpointError) {
    var status = stat()
    guard lstat(target.rawPath, &status) == 0 else { return try Folder.move(path, to: target) }
    guard [S_IFDIR, S_IFLNK].contains(status.st_mode & S_IFMT) else {
      throw .unwritable(path: target, code: EEXIST)
    }
    guard cp_exchange(path.rawPath, target.rawPath) != 0 else { return }
    // Where the file system can't exchange two folders, the old one goes first.
    let old = "\(path)-old"
    try Folder.remove(old)
    try Folder.move(target, to: old)
    do {
      try Folder.move(path, to: target)
    } catch {
      _ = rename(old.rawPath, target.rawPath)
      throw error
    }
    try Folder.remove(old)
  }

  /// Removes what killed programs left in the store's `folder`, and gives back the weights that such
  /// a program had already put away.
  static func clear(_ folder: String) throws(CheckpointError) {
    let hidden = Folder.names(in: folder).filter { $0.hasPrefix(".") }
    for name in hidden where Purpose.allCases.contains(where: { name.hasPrefix(".\($0)-") }) {
      let path = "\(folder)/\(name)"
      let descriptor = open(path.rawPath, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
      if let weights = replaced(name), access("\(folder)/\(weights)".rawPath, F_OK) != 0 {
        try Folder.move(path, to: "\(folder)/\(weights)")
      } else {
        try Folder.remove(path)
      }
    }
    for name in hidden where name.hasPrefix(".lock-") {
      StoreLock.removeUnused("\(folder)/\(name)")
    }
  }

  /// The name of the weights that `.new-NAME-PID-old` holds; nil for other folders.
  private static func replaced(_ folder: String) -> String? {
    guard folder.hasPrefix(".new-"), folder.hasSuffix("-old") else { return nil }
    let name = folder.dropFirst(".new-".count).dropLast("-old".count)
    return name.lastIndex(of: "-").map { String(name[..<$0]) }.flatMap {
      WeightStore.isName($0) ? $0 : nil
    }
  }
}
