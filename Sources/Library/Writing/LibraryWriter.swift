import Explanations
import Foundation
internal import GRDB
import Support

/// The one that writes to a library.
///
/// Every call is a transaction of its own. What was committed survives a program that dies; the disk is
/// only waited for now and then, so a machine that loses power may lose the last seconds, never more.
public final class LibraryWriter {
  /// Where the library lies.
  public let place: LibraryPlace

  /// Whether a commit costs no waiting for the disk, so that each row can be one.
  let commitsCheaply: Bool

  private let lock: LibraryLock
  private let database: DatabaseQueue
  private let settingsRow: Int64

  /// Makes the library at `path`, or opens one whose settings equal `settings`.
  public init(
    _ path: String, settings: LibrarySettings, classNames: ClassNames
  ) throws(Failure) {
    let place = LibraryPlace(path)
    self.place = place
    try Self.makeFolder(place.folder)
    lock = try LibraryLock(place)
    let isNetwork = NetworkFileSystem.holds(place.folder)
    commitsCheaply = !isNetwork
    do {
      database = try Self.open(place, isNetwork: isNetwork)
      settingsRow = try database.write { database in
        if try LibrarySchema.marks(of: database) == (0, 0), try Self.isEmpty(database) {
          try LibrarySchema.create(in: database)
        }
        try LibraryDatabase.check(database, path)
        return try Self.row(of: settings, classNames, database, path)
      }
    } catch {
      throw Failure(library: error, path)
    }
  }

  /// What the library knows of `path`: enough to tell whether it has to be examined again.
  public func known(_ path: RawPath) throws(Failure) -> KnownImage? {
    try row(of: path, "bytes, modified, status, overlay") { row in
      KnownImage(byteCount: row[0], modified: row[1], status: row[2], overlay: row[3])
    }
  }

  /// The record of `path`, if there is one.
  func record(of path: RawPath) throws(Failure) -> ImageRecord? {
    try row(of: path, ImageRecord.columns, ImageRecord.init)
  }

  /// Writes records, all of them or none, each in the place of the one that its path had.
  public func write(_ records: [ImageRecord]) throws(Failure) {
    let row = settingsRow
    try perform { database in
      let statement = try database.cachedStatement(sql: Self.insertion)
      for record in records { try statement.execute(arguments: record.arguments(settings: row)) }
    }
  }

  /// Puts everything into the one file, so that the library may be copied or read where nothing can be
  /// written.
  public func finish() throws(Failure) {
    do {
      try database.inDatabase { database in
        try database.execute(sql: "PRAGMA optimize")
        // A reader that is at work keeps the log, without being waited for; the next one to finish
        // folds it in.
        try database.execute(sql: "PRAGMA busy_timeout = 0")
        _ = try? database.checkpoint(.truncate)
        _ = try? String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
      }
    } catch {
      throw Failure(library: error, place.folder)
    }
  }

  /// A transaction.
  func perform<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value {
    do {
      return try database.write(body)
    } catch {
      throw Failure(library: error, place.folder)
    }
  }

  /// What `read` makes of some columns of a path's row; nil without one.
  private func row<Value>(
    of path: RawPath, _ columns: String, _ read: (Row) -> Value
  ) throws(Failure) -> Value? {
    do {
      // One statement that writes nothing needs no transaction around it.
      return try database.unsafeRead { database in
        let statement = try database.cachedStatement(
          sql: "SELECT \(columns) FROM images WHERE path = ?")
        return try Row.fetchOne(statement, arguments: [Data(path.bytes)]).map(read)
      }
    } catch {
      throw Failure(library: error, place.folder)
    }
  }

  private static let insertion = """
    INSERT INTO images (\(ImageRecord.insertedColumns.joined(separator: ", ")))
    VALUES (\(ImageRecord.insertedColumns.map { _ in "?" }.joined(separator: ", ")))
    ON CONFLICT (path) DO UPDATE SET
    \(ImageRecord.insertedColumns.dropFirst().map { "\($0) = excluded.\($0)" }
      .joined(separator: ", "))
    """

  private static func open(_ place: LibraryPlace, isNetwork: Bool) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      // A log needs memory that all programs share, which file systems between machines lack.
      try database.execute(sql: "PRAGMA journal_mode = \(isNetwork ? "TRUNCATE" : "WAL")")
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
    }
    return try DatabaseQueue(
      path: LibraryPlace.literal(place.database), configuration: configuration)
  }

  private static func isEmpty(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
  }

  /// The number of the settings' row, written where the library has none yet.
  private static func row(
    of settings: LibrarySettings, _ classNames: ClassNames, _ database: Database, _ path: String
  ) throws -> Int64 {
    if let known = try LibraryDatabase.settings(database) {
      let differences = settings.differences(from: known)
      guard differences.isEmpty else {
        throw Failure(
          .usage, "can't go on with the library", path,
          because: "its settings differ: \(differences.joined(separator: ", "))",
          advice: "use the same options, or another \(OptionName.output)")
      }
      return try Int64.fetchOne(
        database, sql: "SELECT id FROM settings WHERE fingerprint = ?",
        arguments: [settings.fingerprint]) ?? 1
    }
    try database.execute(
      sql: "INSERT INTO settings (fingerprint, choices, notes) VALUES (?, ?, ?)",
      arguments: [
        settings.fingerprint, LibrarySettings.text(settings.choices),
        LibrarySettings.text(settings.notes),
      ])
    let row = database.lastInsertedRowID
    for (index, name) in classNames.names.enumerated() {
      try database.execute(
        sql: "INSERT INTO classes (class_index, name) VALUES (?, ?)", arguments: [index, name])
    }
    return row
  }

  private static func makeFolder(_ folder: String) throws(Failure) {
    guard mkdir(folder, 0o755) != 0, errno != EEXIST else { return }
    let number = errno
    throw Failure(
      .cannotCreate, "can't create the folder", folder,
      because: number == ENOENT
        ? "the folder around it does not exist" : String(cString: strerror(number)).lowercased(),
      advice: "choose another place")
  }
}

/// What a library knows of an image.
public struct KnownImage: Hashable, Sendable {
  /// The file's size then.
  public let byteCount: Int?
  /// When it had been changed last, in nanoseconds since 1970.
  public let modified: Int64?
  /// 0, or the exit code of its failure.
  public let status: Int
  /// The overlay's path inside the library's folder.
  public let overlay: String?
}
