/// Rows of typed values under named columns, printed as aligned text, Markdown, CSV or JSON alike.
package struct ValueTable: Hashable, Sendable {
  /// How a table leaves the program.
  package enum Format: String, CaseIterable, Sendable { case table, markdown, csv, json, jsonl }

  /// A cell.
  package enum Value: Hashable, Sendable {
    case text(String)
    case count(Int)
    /// A number and how many decimals a person is shown; files get it whole.
    case number(Double, places: Int)
    /// Parameters or multiply-adds: `5.29 M` for a person, the digits for files.
    case large(Int)
    /// Bytes: `20.5 MB` for a person, the digits for files.
    case bytes(Int)
    /// A number as a paper prints it (`0.39B`), with its value for the order.
    case printed(String, Double)
    case flag(Bool)
    case missing
  }

  /// A column's heading for a person, and its name in files.
  package struct Column: Hashable, Sendable {
    package var title, key: String
    package var isText: Bool

    package init(_ title: String, key: String? = nil, isText: Bool = false) {
      (self.title, self.key, self.isText) = (title, key ?? title, isText)
    }
  }

  package var columns: [Column]
  package var rows: [[Value]] = []

  package init(columns: [Column], rows: [[Value]] = []) {
    (self.columns, self.rows) = (columns, rows)
  }

  /// The table in `format`; JSON is an array of one object a row.
  package func printed(_ format: Format) -> String {
    switch format {
    case .table: textTable.text
    case .markdown: textTable.markdown
    case .csv:
      CSV.file(columns.map(\.key), rows.map { $0.map(\.plain) }).trimmingNewline
    case .json: json.published.text(isIndented: true)
    case .jsonl: (json.array ?? []).map { $0.published.text() }.joined(separator: "\n")
    }
  }

  /// One object a row.
  package var json: JSON {
    .array(rows.map { row in .object(zip(columns, row).map { ($0.key, $1.json) }) })
  }

  private var textTable: TextTable {
    TextTable(
      columns: columns.map { ($0.title, $0.isText ? .left : .right) },
      rows: rows.map { $0.map(\.shown) })
  }

  /// Keeps the rows in which `text` occurs, whatever its case.
  package mutating func filter(_ text: String) { rows = self.rows(with: text).map { rows[$0] } }

  /// The places of the rows in which `text` occurs, whatever its case.
  package func rows(with text: String) -> [Int] {
    let text = text.lowercased()
    return rows.indices.filter { index in
      rows[index].contains { $0.shown.lowercased().contains(text) }
    }
  }

  /// Sorts by the column called `key`, missing values last; a leading `-` turns the order round.
  ///
  /// Numbers are ordered by value, however they are shown. Throws if several columns have the title.
  package mutating func sort(by key: String) throws(Failure) {
    let isDescending = key.hasPrefix("-")
    let name = isDescending ? String(key.dropFirst()) : key
    let titled = columns.indices.filter { columns[$0].title == name }
    let keyed = columns.firstIndex { column in
      column.key == name || DeprecatedFields.names[column.key]?.contains(name) == true
    }
    if keyed == nil, titled.count > 1 {
      throw Failure(
        .usage, "can't sort by", name, because: "\(titled.count) columns have this heading",
        advice: "use one of \(titled.map { columns[$0].key }.joined(separator: ", "))")
    }
    guard let index = keyed ?? titled.first else {
      throw Failure(
        .usage, "can't sort by", name, because: "there is no such column",
        advice: "use one of \(columns.map(\.key).joined(separator: ", "))")
    }
    let ordered = rows.enumerated().sorted { left, right in
      let (a, b) = (left.element[index], right.element[index])
      if a.isMissing != b.isMissing { return b.isMissing }
      if a < b { return !isDescending }
      if b < a { return isDescending }
      return left.offset < right.offset
    }
    rows = ordered.map(\.element)
  }
}

extension ValueTable.Value {
  /// Text, or nothing where it is nil.
  package init(_ text: String?) { self = text.map { .text($0) } ?? .missing }

  /// A number, or nothing where it is nil.
  package init(_ value: Double?, places: Int) {
    self = value.map { .number($0, places: places) } ?? .missing
  }

  /// A large count, or nothing.
  package init(_ count: Int?) { self = count.map { .large($0) } ?? .missing }

  /// Nothing to order by: no value, or a number that is none.
  fileprivate var isMissing: Bool {
    if case .missing = self { return true }
    return magnitude?.isNaN ?? false
  }

  /// What a person reads.
  package var shown: String {
    switch self {
    case .text(let text), .printed(let text, _): text.printable
    case .count(let count): NumberText.grouped(count)
    case .number(let value, let places): NumberText.fixed(value, places)
    case .large(let count): NumberText.short(count)
    case .bytes(let count): NumberText.bytes(count)
    case .flag(let isSet): isSet ? "yes" : ""
    case .missing: "–"
    }
  }

  /// What a file holds.
  fileprivate var plain: String {
    switch self {
    case .text(let text), .printed(let text, _): text
    case .count(let count), .large(let count), .bytes(let count): String(count)
    case .number(let value, _): "\(value)"
    case .flag(let isSet): isSet ? "true" : "false"
    case .missing: ""
    }
  }

  fileprivate var json: JSON {
    switch self {
    case .text(let text), .printed(let text, _): .string(text)
    case .count(let count), .large(let count), .bytes(let count): .integer(count)
    case .number(let value, _): .number(value)
    case .flag(let isSet): .boolean(isSet)
    case .missing: .null
    }
  }

  private var magnitude: Double? {
    switch self {
    case .count(let count), .large(let count), .bytes(let count): Double(count)
    case .number(let value, _), .printed(_, let value): value
    case .flag(let isSet): isSet ? 1 : 0
    case .text, .missing: nil
    }
  }

  fileprivate static func < (left: Self, right: Self) -> Bool {
    if let a = left.magnitude, let b = right.magnitude { return a < b }
    // Texts that are numbers come first, by value.
    switch (Double(left.shown), Double(right.shown)) {
    case (let a?, let b?): return a < b
    case (nil, nil): return left.shown < right.shown
    case (let a, _): return a != nil
    }
  }
}

extension String {
  fileprivate var trimmingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
