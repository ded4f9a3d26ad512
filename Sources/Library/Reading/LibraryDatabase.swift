import Explanations
import Foundation
internal import GRDB
import Support

/// Queries that readers and writers share.
enum LibraryDatabase {
  /// Throws if the database is not a library or has another version.
  static func check(_ database: Database, _ path: String) throws {
    let marks = try LibrarySchema.marks(of: database)
    guard marks.applicationID == LibrarySchema.applicationID else {
      throw Failure(
        .badData, "can't open the library", path, because: "it is a database of another program",
        advice: "name a folder that 'effscope batch' wrote")
    }
    guard marks.version == LibrarySchema.version else {
      throw Failure(
        .badData, "can't open the library", path,
        because: "it has version \(marks.version), and this program reads \(LibrarySchema.version)",
        advice: marks.version > LibrarySchema.version
          ? "use a newer Effscope" : "make the library again")
    }
  }

  /// The settings of the library's rows; nil in an empty library.
  static func settings(_ database: Database) throws -> LibrarySettings? {
    try Row.fetchOne(database, sql: "SELECT choices, notes FROM settings ORDER BY id").map { row in
      LibrarySettings(
        LibrarySettings.choices(in: row[0]), notes: LibrarySettings.choices(in: row[1]))
    }
  }

  static func classNames(_ database: Database) throws -> ClassNames {
    ClassNames(
      try String.fetchAll(database, sql: "SELECT name FROM classes ORDER BY class_index"))
  }
}

extension Failure {
  /// Converts an SQLite error about the library at `path`; a `Failure` is kept.
  init(library error: any Error, _ path: String) {
    if let failure = error as? Failure {
      self = failure
      return
    }
    let what = "can't use the library"
    guard let error = error as? DatabaseError else {
      self.init(.software, what, path, because: "\(error)")
      return
    }
    let words = error.message ?? "SQLite says \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_NOTADB:
      self.init(
        .badData, what, path, because: "its library.sqlite is no SQLite database",
        advice: "name a folder that 'effscope batch' wrote")
    case .SQLITE_CORRUPT:
      self.init(
        .badData, what, path, because: "the database is damaged (\(words))",
        advice: "make the library again, or take a copy")
    case .SQLITE_FULL:
      self.init(
        .inputOutput, what, path, because: "the disk is full",
        advice: "free some space and run the same command to go on")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .tryAgain, what, path, because: "another program is writing to it",
        advice: "try again when it has ended")
    case .SQLITE_READONLY, .SQLITE_PERM:
      self.init(
        .cannotCreate, what, path, because: "it can't be written (\(words))",
        advice: "check its permissions or choose another place")
    case .SQLITE_CANTOPEN:
      self.init(
        .cannotCreate, what, path, because: "its files can't be opened (\(words))",
        advice: "check the permissions of the folder, or copy the library to one you can write to")
    case .SQLITE_IOERR:
      self.init(
        .inputOutput, what, path, because: "reading or writing failed (\(words))",
        advice: "check the disk and its free space")
    default:
      self.init(.software, what, path, because: words)
    }
  }
}
