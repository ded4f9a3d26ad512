import Explanations
import Foundation
internal import GRDB
import Support

/// Writes records to a library.
///
/// Each call is one transaction. Commits survive a crash of the process; after a loss of power
/// the last seconds may be missing, but the database stays valid.
package final class LibraryWriter {
  package let place: LibraryPlace

  /// True if a commit does not wait for the disk.
  let commitsCheaply: Bool

  private let lock: LibraryLock
  private let connection: LibraryConnection
  private let settingsRow: Int64
  let paths: LibraryPaths

  /// Creates the library at `path`, or opens it; throws if its settings differ.
  package init(
    _ path: String, settings: LibrarySettings, classNames: ClassNames
  ) throws(Failure) {
    let files = try LibraryFiles(writing: LibraryPlace(path))
    place = files.place
    lock = try LibraryLock(files.folder)
    let isNetwork = NetworkFileSystem.holds(files.place.folder)
    commitsCheaply = !isNetwork
    let paths = LibraryPaths(settings, files.place)
    self.paths = paths
    (connection, settingsRow) = try LibraryDatabase.call(path) {
      let connection = try LibraryConnection(files, writingOnNetwork: isNetwork)
      let row = try connection.write { database in
        if try LibrarySchema.isEmpty(database) { try LibrarySchema.create(in: database) }
        try LibraryDatabase.check(database, path)
        return try Self.row(of: paths.stored(settings), classNames, database, path)
      }
      return (connection, row)
    }
  }

  /// The library's folder, held open.
  var folder: FolderHandle { connection.files.folder }

  /// The stored state of the image at `path`; nil if there is none.
  package func known(_ path: RawPath) throws(Failure) -> KnownImage? {
    try row(of: path, "bytes, modified, status, overlay") { found throws(LibraryDamage) in
      let row = CheckedRow(found)
      return KnownImage(
        byteCount: try row.integer(0, in: 0...Int.max),
        modified: try row.integer(1, in: Int.min...Int.max).map(Int64.init),
        status: try row.count(2, in: 0...255),
        overlay: try ImageRecord.overlay(row, 3))
    }
  }

  /// The record of `path`; nil if there is none.
  func record(of path: RawPath) throws(Failure) -> ImageRecord? {
    try row(of: path, ImageRecord.columns) { row throws(LibraryDamage) in
      try ImageRecord(row: row, self.paths)
    }
  }

  /// Writes all records or none; replaces records with the same path.
  package func write(_ records: [ImageRecord]) throws(Failure) {
    let row = settingsRow
    try LibraryDatabase.call(place.folder) {
      try connection.write { database in
        let statement = try database.cachedStatement(sql: LibrarySchema.insertion)
        for record in records {
          try statement.execute(arguments: record.arguments(settings: row, paths))
        }
      }
    }
  }

  /// Folds the log into the database file, so that the library can be copied or read read-only.
  package func finish() throws(Failure) {
    try LibraryDatabase.call(place.folder) {
      try connection.outsideTransaction { database in
        try database.execute(sql: "PRAGMA optimize")
        // Does not wait for readers: while one is open the log stays, until a later `finish`.
        try database.execute(sql: "PRAGMA busy_timeout = 0")
        _ = try? database.checkpoint(.truncate)
        _ = try? String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
      }
    }
  }

  /// Reads `columns` of the row of `path`; nil if there is none.
  private func row<Value>(
    of path: RawPath, _ columns: String, _ read: (Row) throws(LibraryDamage) -> Value
  ) throws(Failure) -> Value? {
    try LibraryDatabase.call(place.folder) {
      try connection.select { database in
        let statement = try database.cachedStatement(
          sql: "SELECT \(columns) FROM images WHERE path = ?")
        return try Row.fetchOne(statement, arguments: [Data(paths.stored(path).bytes)]).map {
          try read($0)
        }
      }
    }
  }

  /// The row id of the settings, which are inserted into a new library.
  private static func row(
    of settings: LibrarySettings, _ classNames: ClassNames, _ database: Database, _ path: String
  ) throws -> Int64 {
    if let (row, known) = try LibraryDatabase.settings(database) {
      let differences = settings.differences(from: known)
      guard differences.isEmpty else {
        throw Failure(
          .usage, "can't go on with the library", path,
          because: "its settings differ: \(differences.joined(separator: ", "))",
          advice: "use the same options, or another \(OptionName.output)")
      }
      return row
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
}

/// The stored state of an image, to decide if it must be examined again.
package struct KnownImage: Hashable, Sendable {
  /// File size in bytes.
  package let byteCount: Int?
  /// Modification time in nanoseconds since 1970.
  package let modified: Int64?
  /// 0, or the exit code of the failure.
  package let status: Int
  package let overlay: OverlayName?
}
