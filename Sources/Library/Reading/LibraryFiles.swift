import Glibc
import Support

/// The files of a library, checked before SQLite opens them, because they may come from a stranger.
///
/// SQLite writes beside the database and follows what a journal names. Therefore each file must be an
/// ordinary one, those that are written must have one name only, and no journal may name another.
struct LibraryFiles: Sendable {
  let place: LibraryPlace
  let folder: FolderHandle

  /// Opens the folder of an existing library.
  init(reading place: LibraryPlace) throws(Failure) {
    self.place = place
    try Self.checkLimit(12, place)
    do throws(Failure) {
      folder = try FolderHandle(place.folder)
      try check(isWritten: false)
    } catch {
      throw error.status == .noInput ? Self.absent(place) : error
    }
    guard folder.status(LibraryPlace.databaseName) != nil else { throw Self.absent(place) }
  }

  /// Opens the folder of a library, or creates it.
  init(writing place: LibraryPlace) throws(Failure) {
    self.place = place
    try Self.checkLimit(24, place)
    try OutputFile.makeFolder(place.folder)
    folder = try FolderHandle(place.folder)
    try check(isWritten: true)
  }

  /// The path by which SQLite opens the database: it takes text, which the path need not be.
  var databasePath: String {
    RawPath(place.database).text.map(LibraryPlace.literal)
      ?? "/proc/self/fd/\(folder.descriptor)/\(LibraryPlace.databaseName)"
  }

  /// Bytes of the database and its log.
  var byteCount: Int {
    [LibraryPlace.databaseName, Self.log].reduce(0) { $0 + (folder.size($1) ?? 0) }
  }

  private static let log = LibraryPlace.databaseName + "-wal"
  private static let journal = LibraryPlace.databaseName + "-journal"
  private static let what = "can't use the library"

  private func check(isWritten: Bool) throws(Failure) {
    let beside = [Self.log, Self.journal, LibraryPlace.databaseName + "-shm"]
    for name in [LibraryPlace.databaseName] + beside {
      guard let status = folder.status(name) else { continue }
      // Readers share memory with the writer, in a file that SQLite may clear.
      let isAlone = status.st_nlink == 1 || !isWritten && name == LibraryPlace.databaseName
      guard status.st_mode & S_IFMT == S_IFREG, isAlone else {
        throw Failure(
          .badData, Self.what, place.folder,
          because: "its \(name) is a link, or no ordinary file of one name",
          advice: "take a copy of the library ('cp -rL')")
      }
    }
    try checkJournal()
  }

  /// Refuses a journal that names a further one, which SQLite would delete after it has read it.
  ///
  /// Effscope's transactions have one database, so its journals name none. The end of such a journal
  /// is a fixed number of 8 bytes (https://www.sqlite.org/fileformat.html#the_rollback_journal).
  private func checkJournal() throws(Failure) {
    guard let size = folder.size(Self.journal), size > 0,
      let file = try folder.open(Self.journal, O_RDONLY, what: Self.what)
    else { return }
    defer { close(file) }
    var end = [UInt8](repeating: 0, count: 8)
    let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
    guard pread(file, &end, 8, max(0, size - 8)) == 8, end == magic else { return }
    throw Failure(
      .badData, Self.what, place.folder, because: "its journal names a file outside of it",
      advice: "take the library from where it was made again")
  }

  /// Throws if fewer than `least` files may be open: SQLite and the system's queues need some at
  /// once, and the latter end the program without them.
  private static func checkLimit(_ least: rlim_t, _ place: LibraryPlace) throws(Failure) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
      limit.rlim_cur < least
    else { return }
    limit.rlim_cur = min(max(least, 1024), limit.rlim_max)
    if limit.rlim_cur >= least,
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    {
      return
    }
    throw Failure(
      .unavailable, what, place.folder,
      because: "\(limit.rlim_max) files may be open at once, and it needs \(least)",
      advice: "raise the limit ('ulimit -n')")
  }

  private static func absent(_ place: LibraryPlace) -> Failure {
    Failure(
      .noInput, "can't open the library", place.folder, because: "there is none",
      advice: "'effscope batch DIR -o LIBRARY' makes one")
  }
}
