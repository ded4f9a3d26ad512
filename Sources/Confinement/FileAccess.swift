internal import CConfinement
import Glibc
import Support

/// The files and folders that a command works on, and what it does with them.
package struct FileAccess: Sendable {
  /// What is done with a path, and with everything below it if it is a folder.
  package private(set) var uses: [RawPath: FileUse] = [:]
  /// The folders that were made for the command's output; they are removed again if they stay empty.
  private(set) var made: [RawPath] = []
  /// Whether the command starts a program.
  package private(set) var startsProgram = false
  /// Largest size of a file that the command writes, in bytes; 0 for no limit.
  package var largestFile = 0

  package init() {}

  /// Whether the command changes no file.
  var writesNothing: Bool { !uses.values.contains { $0.contains(.write) } }

  private mutating func add(_ path: RawPath, _ use: FileUse) {
    uses[path, default: []].formUnion(use)
  }

  /// Reads the file at `path`, or everything below the folder; a link is followed.
  package mutating func read(_ path: String) { read(RawPath(path)) }

  mutating func read(_ path: RawPath) {
    if path != RawPath("-") { add(path, .read) }
  }

  /// Reads the file at `path` and the files beside it, or everything in the folder at `path`.
  ///
  /// Links in the folder are followed, since hubs' caches consist of them.
  package mutating func readBeside(_ path: String) {
    let path = RawPath(path)
    let kind = FileKind(at: path)
    guard kind != .absent else { return }
    let folder = kind == .folder ? path : path.folder
    read(path)
    let isWide = kind != .folder && UserHome.lies(in: folder)
    if !isWide { read(folder) }
    for entry in FolderListing(of: folder) where isWide ? !entry.isFolder : entry.isLink {
      if entry.isHidden && isWide { continue }
      read(folder.child(entry.name))
    }
  }

  /// Reads everything but the hidden folders of the home folder (keys, passwords, settings of other
  /// programs), the system's pseudo-files and sockets; for lists and links, which lead anywhere.
  ///
  /// A hidden folder that holds one of `sources` is read.
  package mutating func readWidely(for sources: [String]) {
    for folder in [RawPath("/")] + UserHome.chain {
      for entry in FolderListing(of: folder) {
        let isClosed =
          folder == RawPath("/") ? UserHome.closed.contains(entry.name) : entry.isHidden
        let path = folder.child(entry.name)
        if !isClosed, !UserHome.isAround(path, isLink: entry.isLink) { read(path) }
      }
    }
    read("/run/media")
    for source in sources {
      read(source)
      if let hidden = UserHome.hiddenFolder(around: RawPath(source)) { read(hidden) }
    }
  }

  /// Writes the file at `path`, which is replaced by a file made beside it; a folder is written into.
  ///
  /// Devices and pipes are written to, and nothing beside them.
  package mutating func write(_ path: String?) {
    guard let path, path != "-" else { return }
    let file = RawPath(path)
    switch FileKind(at: file) {
    case .folder, .other: add(file, .write)
    case .regular, .absent:
      // /dev/stdout may lead to a file.
      if file.folder != RawPath("/dev") { add(file.folder, .write) }
      add(file.followed.folder, .write)
    }
  }

  /// Writes below the folder at `path`, which is made unless it is there.
  package mutating func write(below path: String) {
    let folder = RawPath(path)
    if folder.withCString({ mkdir($0, 0o755) }) == 0 {
      made.append(folder)
      add(folder.folder, .clear)
    }
    add(folder, .write)
  }

  /// Writes below one of the user's own folders, which is made with those around it.
  package mutating func write(belowOwn path: String?) {
    guard let path else { return }
    var missing: [RawPath] = []
    var folder = RawPath(path).folder
    while FileKind(at: folder) == .absent, folder != folder.folder {
      missing.append(folder)
      folder = folder.folder
    }
    for folder in missing.reversed() { _ = folder.withCString { mkdir($0, 0o755) } }
    write(below: path)
  }

  /// Writes temporary files.
  package mutating func writeTemporaryFiles() {
    write(BaseFolder.environment("TMPDIR") ?? "/tmp")
  }

  /// Starts the program at `path`, and reads what any program needs to start.
  package mutating func start(_ path: String) {
    startsProgram = true
    add(RawPath(path), .run)
    if let loader = confinement_loader() { add(RawPath(String(cString: loader)), .run) }
  }
}

/// What is done with a file or folder.
package struct FileUse: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  private init(_ flag: Int) { rawValue = UInt32(flag) }

  package static let read = FileUse(confinement_reads)
  /// Create, change, rename and remove.
  package static let write = FileUse(confinement_writes)
  /// Start as a program.
  package static let run = FileUse(confinement_runs)
  /// Remove empty folders.
  package static let clear = FileUse(confinement_clears)
}
