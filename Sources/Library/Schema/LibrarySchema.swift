internal import GRDB

/// The tables of a library, version 1.
enum LibrarySchema {
  /// `EFSC`: marks SQLite files that are libraries.
  static let applicationID = 0x4546_5343

  /// The schema version that this program reads and writes.
  static let version = 1

  static func create(in database: Database) throws {
    for statement in tables + indices { try database.execute(sql: statement) }
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// The application id and schema version of a database.
  static func marks(of database: Database) throws -> (applicationID: Int, version: Int) {
    (
      try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
      try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    )
  }

  /// True for a new file, without marks and tables.
  static func isEmpty(_ database: Database) throws -> Bool {
    let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master")
    return try marks(of: database) == (0, 0) && count == 0
  }

  /// Throws `LibraryDamage` unless the schema is the one that `create(in:)` makes.
  ///
  /// The rows of a view, the statements of a trigger or the expressions of an index would be a
  /// stranger's code. SQLite's statistics may be there as well.
  static func check(_ database: Database) throws {
    let expected = Set((tables + indices).map(normal))
    var found: Set<String> = []
    let rows = try Row.fetchCursor(
      database, sql: "SELECT type, name, tbl_name, sql FROM sqlite_master")
    while let next = try rows.next() {
      let row = CheckedRow(next)
      let name = try row.text(1) ?? ""
      guard let sql = try row.text(3) else {
        // The index of a UNIQUE column.
        guard try row.text(0) == "index", name.hasPrefix("sqlite_autoindex_") else {
          throw LibraryDamage("it holds more than a library's tables")
        }
        continue
      }
      let text = normal(sql)
      if try row.text(0) == "table", statistics.contains(text) { continue }
      let words = text.split(separator: " ", maxSplits: 3)
      guard expected.contains(text), try row.text(0) == words[1].lowercased(), name == words[2],
        found.insert(text).inserted
      else { throw LibraryDamage("it holds more than a library's tables") }
    }
    guard found == expected else { throw LibraryDamage("tables or indices are missing") }
  }

  /// The tables of `ANALYZE`, as SQLite spells them.
  private static let statistics: Set = [
    "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
  ]

  /// A statement with single spaces.
  private static func normal(_ sql: String) -> String {
    sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static let tables = [
    """
    CREATE TABLE settings (
      id INTEGER PRIMARY KEY,
      fingerprint TEXT NOT NULL UNIQUE,
      choices TEXT NOT NULL,
      notes TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE classes (
      class_index INTEGER PRIMARY KEY,
      name TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE images (
      id INTEGER PRIMARY KEY,
      \(imageColumns.joined(separator: ",\n  "))
    )
    """,
  ]

  /// The columns of images after the row id, in the order of `ImageRecord.arguments`.
  private static let imageColumns = [
    "path BLOB NOT NULL UNIQUE", "name TEXT NOT NULL",
    "settings INTEGER NOT NULL REFERENCES settings (id)", "bytes INTEGER", "modified INTEGER",
    "sha256 BLOB", "width INTEGER", "height INTEGER", "class_index INTEGER", "probability REAL",
    "logit REAL", "entropy REAL", "predictions TEXT", "truth INTEGER", "truth_rank INTEGER",
    "truth_probability REAL", "correct INTEGER", "target INTEGER", "map_height INTEGER",
    "map_width INTEGER", "map_minimum REAL", "map_maximum REAL", "map_sum REAL", "peak_row INTEGER",
    "peak_column INTEGER", "area REAL", "border_share REAL", "border INTEGER", "decode_ms REAL",
    "preprocess_ms REAL", "forward_ms REAL", "attribution_ms REAL", "overlay TEXT",
    "status INTEGER NOT NULL DEFAULT 0", "error TEXT",
  ]

  /// Inserts a row of `imageColumns`, or replaces the row of the same path.
  static let insertion: String = {
    let names = imageColumns.map { $0.prefix { $0 != " " } }
    return """
      INSERT INTO images (\(names.joined(separator: ", ")))
      VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
      ON CONFLICT (path) DO UPDATE SET
      \(names.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
      """
  }()

  /// For filters and orders; SQLite ends each index with the row id, which orders ties.
  private static let indices = [
    "CREATE INDEX images_class ON images (class_index, probability)",
    "CREATE INDEX images_probability ON images (probability)",
    "CREATE INDEX images_entropy ON images (entropy)",
    "CREATE INDEX images_correct ON images (correct, probability)",
    "CREATE INDEX images_border ON images (border, probability)",
    "CREATE INDEX images_truth ON images (truth, class_index)",
    "CREATE INDEX images_status ON images (status) WHERE status <> 0",
  ]
}
