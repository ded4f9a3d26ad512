internal import CSQLite
import Foundation
internal import GRDB
import Support
import Synchronization

/// An open database of a library: its schema is ours, it runs no code of its own, and each call
/// takes steps and time in proportion to its size.
final class LibraryConnection: Sendable {
  let files: LibraryFiles
  private let queue: DatabaseQueue
  private let budget: StepBudget

  /// Opens the database of `files`; `isNetwork` is for writing, nil for reading only.
  init(_ files: LibraryFiles, writingOnNetwork isNetwork: Bool? = nil) throws {
    let budget = StepBudget()
    budget.renew(files.byteCount)
    (self.files, self.budget) = (files, budget)
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    // Read-only, because a finished library may be on a read-only file system.
    configuration.readonly = isNetwork == nil
    configuration.prepareDatabase { database in
      try Self.defend(database, budget)
      guard let isNetwork else { return }
      // Before anything is written: it may be the database of another program.
      if try !LibrarySchema.isEmpty(database) {
        try LibraryDatabase.check(database, files.place.folder)
      }
      // WAL needs shared memory, which network file systems lack.
      try database.execute(sql: "PRAGMA journal_mode = \(isNetwork ? "TRUNCATE" : "WAL")")
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
    }
    queue = try DatabaseQueue(path: files.databasePath, configuration: configuration)
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    budget.renew(files.byteCount)
    return try queue.read(body)
  }

  /// Reads without a transaction, for a single SELECT of the writer.
  func select<Value>(_ body: (Database) throws -> Value) throws -> Value {
    budget.renew()
    return try queue.unsafeRead(body)
  }

  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    budget.renew(files.byteCount)
    return try queue.write(body)
  }

  func outsideTransaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
    budget.renew(files.byteCount)
    return try queue.inDatabase(body)
  }

  private static func defend(_ database: Database, _ budget: StepBudget) throws {
    guard let connection = database.sqliteConnection, effscope_defend(connection) == SQLITE_OK
    else {
      throw Failure(
        .unavailable, "can't use the library", because: "SQLite is too old to read it safely",
        advice: "install SQLite 3.31 or newer")
    }
    // Values of a library are short; a longer one is damage.
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, 16 << 20)
    sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0)
    sqlite3_progress_handler(
      connection, StepBudget.portion,
      { context in
        guard let context else { return 1 }
        return Unmanaged<StepBudget>.fromOpaque(context).takeUnretainedValue().spend() ? 0 : 1
      }, Unmanaged.passUnretained(budget).toOpaque())
    try database.execute(sql: "PRAGMA mmap_size = 0")
    try database.execute(sql: "PRAGMA cell_size_check = ON")
  }
}

/// The steps and the time that SQLite may take for one call: a damaged tree of pages may have no end.
private final class StepBudget: Sendable {
  /// Steps between two calls of the progress handler.
  static let portion: Int32 = 1000

  private let left = Atomic(0)
  /// Processor time of this process at which the call ends, in nanoseconds.
  private let end = Atomic(UInt64(0))

  /// Grants a call on a database of `bytes` its steps and its time.
  ///
  /// A row has at least 60 bytes and takes at most some thousand steps, if `--where` is long. The time is
  /// for rows that read long values again and again: 10 s and 1 s for each 10 MB.
  func renew(_ bytes: Int = 0) {
    left.store(10_000 + bytes / 4096 * 40, ordering: .relaxed)
    end.store(
      Self.processorTime + 10_000_000_000 + UInt64(bytes) * 100, ordering: .relaxed)
  }

  /// Takes a portion; false if none is left.
  func spend() -> Bool {
    left.subtract(1, ordering: .relaxed).newValue >= 0
      && Self.processorTime < end.load(ordering: .relaxed)
  }

  private static var processorTime: UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }
}
