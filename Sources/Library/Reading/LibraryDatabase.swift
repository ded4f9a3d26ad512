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

extension LibraryDatabase {
  static func open(
    _ place: LibraryPlace, _ configure: (inout Configuration) -> Void
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configure(&configuration)
    return try DatabaseQueue(
      path: LibraryPlace.literal(place.database), configuration: configuration)
  }

  /// The value of `body`, whose SQLite errors become failures about the library at `path`.
  static func call<Value>(_ path: String, _ body: () throws -> Value) throws(Failure) -> Value {
    do {
      return try body()
    } catch let failure as Failure {
      throw failure
    } catch let error as DatabaseError {
      let words = error.message ?? "SQLite says \(error.resultCode.rawValue)"
      let (status, why, advice) = reason(error.resultCode, words)
      throw Failure(status, what, path, because: why, advice: advice)
    } catch {
      throw Failure(.software, what, path, because: "\(error)")
    }
  }

  private static let what = "can't use the library"

  private static func reason(
    _ code: ResultCode, _ words: String
  ) -> (ExitStatus, why: String, advice: String?) {
    switch code {
    case .SQLITE_NOTADB:
      (
        .badData, "its library.sqlite is no SQLite database",
        "name a folder that 'effscope batch' wrote"
      )
    case .SQLITE_CORRUPT:
      (.badData, "the database is damaged (\(words))", "make the library again, or take a copy")
    case .SQLITE_FULL:
      (.inputOutput, "the disk is full", "free some space and run the same command to go on")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      (.tryAgain, "another program is writing to it", "try again when it has ended")
    case .SQLITE_READONLY, .SQLITE_PERM:
      (
        .cannotCreate, "it can't be written (\(words))",
        "check its permissions or choose another place"
      )
    case .SQLITE_CANTOPEN:
      (
        .cannotCreate, "its files can't be opened (\(words))",
        "check the permissions of the folder, or copy the library to one you can write to"
      )
    case .SQLITE_IOERR:
      (
        .inputOutput, "reading or writing failed (\(words))",
        "check the disk and its free space"
      )
    default: (.software, words, nil)
    }
  }
}
