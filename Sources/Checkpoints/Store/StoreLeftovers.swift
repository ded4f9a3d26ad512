import Glibc

extension WeightStore {
  /// Removes the folders that killed processes left, and puts replaced weights back whose successor
  /// did not arrive.
  ///
  /// A folder in use is locked, and its name ends in the number of a process that runs.
  func removeLeftovers() {
    for name in Folder.names(in: folder) {
      guard let leftover = StoreLeftover(name), !leftover.isOfRunningProcess else { continue }
      let path = "\(folder)/\(name)"
      guard FolderClaim(path) != nil else { continue }
      let target = "\(folder)/\(leftover.weights)"
      if leftover.isReplaced, Folder.status(target) == nil, rename(path, target) == 0 { continue }
      try? Folder.remove(path)
    }
  }

  /// Puts the folder `aside` in the place of `target`.
  ///
  /// If it is killed between the two renames, `removeLeftovers` puts the old folder back.
  func replace(_ target: String, with aside: String) throws(CheckpointError) {
    let old = "\(aside)-old"
    try Folder.remove(old)
    let hadOld = rename(target, old) == 0
    do {
      try Folder.move(aside, to: target)
    } catch {
      if hadOld { _ = rename(old, target) }
      throw error
    }
    try Folder.remove(old)
  }
}

/// A folder of an install, pull or removal: `.new-b0-4711`, `.new-b0-4711-old`, `.pull-…`, `.old-…`.
private struct StoreLeftover {
  /// The name of the weights.
  let weights: String
  /// True for installed weights that were to be replaced.
  let isReplaced: Bool
  private let process: pid_t

  init?(_ name: String) {
    guard let kind = [".new-", ".old-", ".pull-"].first(where: name.hasPrefix) else { return nil }
    var rest = name.dropFirst(kind.count)
    isReplaced = kind == ".new-" && rest.hasSuffix("-old")
    if isReplaced { rest = rest.dropLast("-old".count) }
    guard let dash = rest.lastIndex(of: "-"), let process = pid_t(rest[rest.index(after: dash)...])
    else { return nil }
    weights = String(rest[..<dash])
    self.process = process
  }

  var isOfRunningProcess: Bool { kill(process, 0) == 0 || errno == EPERM }
}

/// Marks a folder as in use, also for other machines on a shared file system, until it is released.
final class FolderClaim: Sendable {
  private let descriptor: Int32

  /// Locks the folder at `path`; nil if it can't be opened or another process has it.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if descriptor < 0 { return nil }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
