import Explanations
import Foundation
internal import GRDB
import Support

/// A library of examined images, opened for reading.
///
/// Thread-safe. While a batch writes to the library, each call sees the rows committed so far.
package final class ImageLibrary: Sendable {
  package let place: LibraryPlace
  /// The settings that made its rows.
  package let settings: LibrarySettings
  package let classNames: ClassNames

  private let database: DatabaseQueue

  /// Opens the library at `path`: its folder or the database inside it.
  package init(reading path: String) throws(Failure) {
    let place = LibraryPlace(path)
    self.place = place
    guard access(place.database, F_OK) == 0 else {
      throw Failure(
        .noInput, "can't open the library", path, because: "there is none",
        advice: "'effscope batch DIR -o LIBRARY' makes one")
    }
    (database, settings, classNames) = try LibraryDatabase.call(path) {
      // Read-only, because a finished library may be on a read-only file system.
      let queue = try LibraryDatabase.open(place) { $0.readonly = true }
      return try queue.read { database in
        try LibraryDatabase.check(database, path)
        let settings = try LibraryDatabase.settings(database) ?? LibrarySettings([])
        return (queue, settings, try LibraryDatabase.classNames(database))
      }
    }
  }

  package func count(_ filter: LibraryFilter = LibraryFilter()) throws(Failure) -> Int {
    let query = try sql(LibraryQuery(filter: filter), selecting: "COUNT(*)", isOrdered: false)
    return try read { try Int.fetchOne($0, sql: query.text, arguments: query.arguments) ?? 0 }
  }

  /// The row ids of `query` in its order, to read single pages of a long list.
  package func identifiers(_ query: LibraryQuery = LibraryQuery()) throws(Failure) -> [Int64] {
    let query = try sql(query, selecting: "id")
    return try read { try Int64.fetchAll($0, sql: query.text, arguments: query.arguments) }
  }

  /// The images with these ids, in this order; ids without a row are left out.
  package func records(_ identifiers: some Sequence<Int64>) throws(Failure) -> [ImageRecord] {
    let wanted = Array(identifiers)
    let list = wanted.map { String($0) }.joined(separator: ",")
    let text = "SELECT \(ImageRecord.columns) FROM images WHERE id IN (\(list))"
    let found = try read { try Row.fetchAll($0, sql: text).map(ImageRecord.init) }
    let byNumber = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return wanted.compactMap { byNumber[$0] }
  }

  package func records(_ query: LibraryQuery) throws(Failure) -> [ImageRecord] {
    var records: [ImageRecord] = []
    try forEach(query) { records.append($0) }
    return records
  }

  /// Calls `body` with each image of `query` in order, holding one in memory at a time.
  ///
  /// `body` must not use the library. An error that it throws ends the loop.
  package func forEach(
    _ query: LibraryQuery = LibraryQuery(), _ body: (ImageRecord) throws -> Void
  ) throws(Failure) {
    let query = try sql(query, selecting: ImageRecord.columns)
    try read { database in
      let rows = try Row.fetchCursor(database, sql: query.text, arguments: query.arguments)
      while let row = try rows.next() { try body(ImageRecord(row: row)) }
    }
  }

  package func overlay(of record: ImageRecord) -> String? {
    record.answer?.overlay.map(place.path)
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value {
    try LibraryDatabase.call(place.folder) { try database.read(body) }
  }

  private func sql(
    _ query: LibraryQuery, selecting columns: String, isOrdered: Bool = true
  ) throws(Failure) -> QuerySQL {
    try QuerySQL(
      query, selecting: columns, isOrdered: isOrdered, classNames: classNames,
      outputs: settings.outputs)
  }

}
