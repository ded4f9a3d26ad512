/// Rows of a comma-separated table (RFC 4180), read by column name.
package struct Records: Sendable {
  package let columns: [String]
  /// Rows of as many fields.
  package let rows: [Record]

  /// Reads UTF-8 text whose first row holds the column names.
  package init(csv bytes: [UInt8]) throws(RecordsError) {
    var lines = try CSV.rows(bytes)
    guard !lines.isEmpty else { throw .empty }
    let columns = lines.removeFirst()
    for (number, line) in lines.enumerated() where line.count != columns.count {
      throw .fieldCount(row: number + 2, expected: columns.count, found: line.count)
    }
    let places = Dictionary(zip(columns, columns.indices)) { first, _ in first }
    self.columns = columns
    rows = lines.map { Record(places: places, fields: $0) }
  }
}

/// One row of a table.
package struct Record: Sendable {
  fileprivate let places: [String: Int]
  fileprivate let fields: [String]

  /// The field under `column`; a column that does not exist is a mistake of the caller.
  package subscript(column: String) -> String {
    guard let place = places[column] else {
      preconditionFailure("the table has no column '\(column)'")
    }
    return fields[place]
  }

  /// The field as a number, or nil where it is empty or none.
  package func number(_ column: String) -> Double? { Double(self[column]) }

  /// The field as a whole number, or nil where it is empty or none.
  package func integer(_ column: String) -> Int? { Int(self[column]) }
}

/// Why text is no table.
package enum RecordsError: Error, Hashable, Sendable {
  /// Not even column names.
  case empty
  /// A row with another number of fields than there are columns; rows count from 1.
  case fieldCount(row: Int, expected: Int, found: Int)
  /// A quote that is never closed, begun after this row.
  case openQuote(row: Int)
}
