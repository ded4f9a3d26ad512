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

  private let connection: LibraryConnection
  private let paths: LibraryPaths

  /// Opens the library at `path`: its folder or the database inside it.
  package init(reading path: String) throws(Failure) {
    let files = try LibraryFiles(reading: LibraryPlace(path))
    place = files.place
    (connection, settings, classNames, paths) = try LibraryDatabase.call(path) {
      let connection = try LibraryConnection(files)
      return try connection.read { database in
        try LibraryDatabase.check(database, path)
        let settings = try LibraryDatabase.settings(database)?.1 ?? LibrarySettings([])
        let paths = LibraryPaths(settings, files.place)
        return (
          connection, paths.whole(settings), try LibraryDatabase.classNames(database), paths
        )
      }
    }
  }

  /// The library's folder, held open.
  var folder: FolderHandle { connection.files.folder }

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
    let found = try read { try Row.fetchAll($0, sql: text).map { try ImageRecord(row: $0, paths) } }
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
      // A tree of pages that names a page twice has more rows than there is room for.
      var room = connection.files.byteCount / Self.leastBytes
      while let row = try rows.next() {
        room -= 1
        guard room >= 0 else { throw LibraryDamage("it has more rows than there is room for") }
        try body(try ImageRecord(row: row, paths))
      }
    }
  }

  /// The bytes of a record's overlay; nil if it has none.
  package func overlay(of record: ImageRecord) throws(Failure) -> [UInt8]? {
    guard let overlay = record.answer?.overlay else { return nil }
    let what = "can't read the overlay"
    return try folder.folder(LibraryPlace.overlaysName).folder(overlay.group)
      .read(overlay.name, atMost: OverlayName.largest, what: what)
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value {
    try LibraryDatabase.call(place.folder) { try connection.read(body) }
  }

  /// No row takes fewer bytes of the database.
  private static let leastBytes = 16

  private func sql(
    _ query: LibraryQuery, selecting columns: String, isOrdered: Bool = true
  ) throws(Failure) -> QuerySQL {
    try QuerySQL(
      query, selecting: columns, isOrdered: isOrdered, classNames: classNames,
      outputs: settings.outputs)
  }

}
