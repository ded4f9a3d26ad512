import Support

/// Writes a library's images to a CSV or JSON Lines file.
package struct LibraryExport: Sendable {
  package enum Format: String, Hashable, Sendable, CaseIterable {
    /// RFC 4180, with a header row.
    case csv
    /// One JSON object a line.
    case jsonl
  }

  private let path: String
  private let format: Format

  private static let what = "can't export the library"

  /// An export to the file at `path`, whose ending selects the format.
  package init(_ path: String) throws(Failure) {
    let name = path.lowercased()
    guard let format = Format.allCases.first(where: { name.hasSuffix(".\($0.rawValue)") }) else {
      throw Failure(
        .usage, Self.what, path, because: "its name says no format",
        advice: "end it in .csv or .jsonl")
    }
    self.path = path
    self.format = format
  }

  /// Writes the images of `query` with `columns`; returns their number.
  @discardableResult
  package func write(
    _ library: ImageLibrary, _ query: LibraryQuery = LibraryQuery(),
    columns: [LibraryColumn] = LibraryColumn.allCases
  ) throws(Failure) -> Int {
    var count = 0
    try OutputFile.write(to: path, what: Self.what) { append throws(Failure) in
      var portion: [UInt8] = []
      if format == .csv { portion += Self.header(columns).utf8 }
      try library.forEach(query) { record in
        portion += Self.line(library, record, columns, format).utf8
        count += 1
        if portion.count > 1 << 20 {
          try append(portion)
          portion = []
        }
      }
      try append(portion)
    }
    return count
  }

  /// The header of a CSV: present names, then deprecated ones.
  package static func header(_ columns: [LibraryColumn]) -> String {
    CSV.row(columns.map(\.key) + columns.flatMap { $0.keys.dropFirst() })
  }

  /// One image's line, including the line break.
  package static func line(
    _ library: ImageLibrary, _ record: ImageRecord, _ columns: [LibraryColumn], _ format: Format
  ) -> String {
    switch format {
    case .csv:
      CSV.row(
        columns.map { library.value(of: record, $0).field }
          + columns.filter { $0.keys.count > 1 }.map { library.value(of: record, $0).field })
    case .jsonl:
      JSON.object(
        columns.flatMap { column in
          column.keys.map { ($0, library.value(of: record, column).json) }
        }
      ).published.text() + "\n"
    }
  }
}
