import Explanations
import Foundation
internal import GRDB
import Support

/// A library of images that were examined, opened for reading.
///
/// It may be read while a batch writes to it; each call sees what was written by then. Safe to use from
/// several threads.
public final class ImageLibrary: Sendable {
  /// Where it lies.
  public let place: LibraryPlace
  /// What its rows were made with.
  public let settings: LibrarySettings
  /// The names of the network's classes.
  public let classNames: ClassNames

  private let database: DatabaseQueue

  /// Opens the library at `path`, its folder or the database inside it.
  public init(reading path: String) throws(Failure) {
    let place = LibraryPlace(path)
    self.place = place
    guard access(place.database, F_OK) == 0 else {
      throw Failure(
        .noInput, "can't open the library", path, because: "there is none",
        advice: "'effscope batch DIR -o LIBRARY' makes one")
    }
    do {
      database = try Self.open(place)
      (settings, classNames) = try database.read { database in
        try LibraryDatabase.check(database, path)
        return (
          try LibraryDatabase.settings(database) ?? LibrarySettings([]),
          try LibraryDatabase.classNames(database)
        )
      }
    } catch {
      throw Failure(library: error, path)
    }
  }

  /// How many images `filter` lets through.
  public func count(_ filter: LibraryFilter = LibraryFilter()) throws(Failure) -> Int {
    let query = try sql(LibraryQuery(filter: filter), selecting: "COUNT(*)", isOrdered: false)
    return try read { try Int.fetchOne($0, sql: query.text, arguments: query.arguments) ?? 0 }
  }

  /// The rows' numbers of `query`, in its order: 8 bytes an image, by which pages of any list are
  /// read at once.
  public func identifiers(_ query: LibraryQuery = LibraryQuery()) throws(Failure) -> [Int64] {
    let query = try sql(query, selecting: "id")
    return try read { try Int64.fetchAll($0, sql: query.text, arguments: query.arguments) }
  }

  /// The images with these numbers, in their order; those that are gone are left out.
  public func records(_ identifiers: some Sequence<Int64>) throws(Failure) -> [ImageRecord] {
    let wanted = Array(identifiers)
    let text = """
      SELECT \(ImageRecord.columns) FROM images
      WHERE id IN (\(wanted.map { String($0) }.joined(separator: ",")))
      """
    let found = try read { database in
      try Row.fetchAll(database, sql: text).map(ImageRecord.init)
    }
    let byNumber = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return wanted.compactMap { byNumber[$0] }
  }

  /// The images of `query`, in its order.
  public func records(_ query: LibraryQuery) throws(Failure) -> [ImageRecord] {
    var records: [ImageRecord] = []
    try forEach(query) { records.append($0) }
    return records
  }

  /// Calls `body` with each image of `query`, in its order; one is held at a time.
  ///
  /// What `body` throws ends it. The library can't be asked anything else meanwhile.
  public func forEach(
    _ query: LibraryQuery = LibraryQuery(), _ body: (ImageRecord) throws -> Void
  ) throws(Failure) {
    let query = try sql(query, selecting: ImageRecord.columns)
    try read { database in
      let rows = try Row.fetchCursor(database, sql: query.text, arguments: query.arguments)
      while let row = try rows.next() { try body(ImageRecord(row: row)) }
    }
  }

  /// The image at `path`, if the library has it.
  public func record(of path: RawPath) throws(Failure) -> ImageRecord? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT \(ImageRecord.columns) FROM images WHERE path = ?",
        arguments: [Data(path.bytes)]
      ).map(ImageRecord.init)
    }
  }

  /// The path of a record's overlay; nil where it has none.
  public func overlay(of record: ImageRecord) -> String? {
    record.answer?.overlay.map(place.path)
  }

  /// What an SQL statement of ours gives.
  func read<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value {
    do {
      return try database.read(body)
    } catch {
      throw Failure(library: error, place.folder)
    }
  }

  private func sql(
    _ query: LibraryQuery, selecting columns: String, isOrdered: Bool = true
  ) throws(Failure) -> QuerySQL {
    try QuerySQL(query, selecting: columns, isOrdered: isOrdered, classNames: classNames)
  }

  /// A connection that writes nothing; a finished library may lie where nothing can be written.
  private static func open(_ place: LibraryPlace) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    return try DatabaseQueue(
      path: LibraryPlace.literal(place.database), configuration: configuration)
  }
}
