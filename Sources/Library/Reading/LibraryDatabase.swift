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
    try LibrarySchema.check(database)
  }

  /// The settings of the library's rows; nil in an empty library.
  static func settings(_ database: Database) throws -> (row: Int64, LibrarySettings)? {
    let sql = "SELECT id, choices, notes FROM settings ORDER BY id LIMIT 1"
    guard let found = try Row.fetchOne(database, sql: sql) else { return nil }
    let row = CheckedRow(found)
    func choices(_ index: Int) throws -> [LibrarySettings.Setting] {
      guard let text = try row.text(index, atMost: 1 << 18),
        let choices = LibrarySettings.choices(in: text),
        choices.allSatisfy({ $0.name.utf8.count <= 100 && $0.value.utf8.count <= 1 << 14 })
      else { throw LibraryDamage("its settings are unreadable") }
      return choices
    }
    let number = try row.count(0, in: Int.min...Int.max)
    return (Int64(number), LibrarySettings(try choices(1), notes: try choices(2)))
  }

  static func classNames(_ database: Database) throws -> ClassNames {
    var names: [String] = []
    let rows = try Row.fetchCursor(
      database, sql: "SELECT class_index, name FROM classes ORDER BY class_index")
    while let found = try rows.next() {
      let row = CheckedRow(found)
      guard try row.integer(0) == names.count else {
        throw LibraryDamage("its classes are not numbered one by one")
      }
      names.append(try row.required(1, try row.text(1)))
    }
    return ClassNames(names)
  }
}

extension LibraryDatabase {
  /// The value of `body`, whose SQLite errors become failures about the library at `path`.
  static func call<Value>(_ path: String, _ body: () throws -> Value) throws(Failure) -> Value {
    do {
      return try body()
    } catch let failure as Failure {
      throw failure
    } catch let damage as LibraryDamage {
      throw Failure(damage, subject: path)
    } catch let error as DatabaseError {
      let (status, why, advice) = reason(error.resultCode)
      throw Failure(status, what, path, because: why, advice: advice)
    } catch {
      throw Failure(.software, what, path, because: "\(error)")
    }
  }

  private static let what = "can't use the library"

  /// The failure for a result code; never SQLite's message, which may quote the file or our SQL.
  private static func reason(
    _ code: ResultCode
  ) -> (ExitStatus, why: String, advice: String?) {
    switch code {
    case .SQLITE_NOTADB:
      (
        .badData, "its library.sqlite is no SQLite database",
        "name a folder that 'effscope batch' wrote"
      )
    case .SQLITE_INTERRUPT:
      (
        .badData, "an answer takes more work than a library of its size needs",
        "make the library again, or take a copy"
      )
    case .SQLITE_FULL:
      (.inputOutput, "the disk is full", "free some space and run the same command to go on")
    case .SQLITE_NOMEM: (.inputOutput, "there is not enough memory", "close other programs")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      (.tryAgain, "another program is writing to it", "try again when it has ended")
    case .SQLITE_READONLY, .SQLITE_PERM:
      (.cannotCreate, "it can't be written", "check its permissions or choose another place")
    case .SQLITE_CANTOPEN:
      (
        .cannotCreate, "its files can't be opened",
        "check the permissions of the folder and the limit of open files, or copy the library"
      )
    case .SQLITE_IOERR:
      (.inputOutput, "reading or writing failed", "check the disk and its free space")
    default:
      // Every statement is ours and fits our schema, so the file does not.
      (
        .badData, "the database is damaged (SQLite's code \(code.rawValue))",
        "make the library again, or take a copy"
      )
    }
  }
}
