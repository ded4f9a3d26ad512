import ArgumentParser
import Support

/// Formats of a result without a table.
enum TextOrJSON: String, OutputFormat, CaseIterable { case text, json, jsonl }

/// Formats of a result that is printed at once.
enum TextJSONOrCSV: String, OutputFormat, CaseIterable { case text, json, jsonl, csv }

/// The formats of commands that print one record after the other.
enum StreamFormat: String, OutputFormat, CaseIterable { case text, json, jsonl, csv }

/// The formats of a command; all of them take `text` and its other name `table`, `json` and `jsonl`.
protocol OutputFormat: ExpressibleByArgument, RawRepresentable<String> {}

extension OutputFormat {
  init?(argument: String) { self.init(rawValue: argument == "table" ? "text" : argument) }

  /// Prints `json` indented or one record a line, `csv` as it is, or else `text` with a newline.
  func print(
    text: @autoclosure () -> String, json: @autoclosure () -> JSON,
    csv: @autoclosure () -> String = ""
  ) {
    switch rawValue {
    case "json": Console.print(json().published.text(isIndented: true))
    case "jsonl": Console.print(json().lines, terminator: "")
    case "csv": Console.print(csv(), terminator: "")
    default: Console.print(text())
    }
  }
}

extension JSON {
  /// The only one of `values`, or all as an array.
  static func oneOrAll(_ values: [JSON]) -> JSON {
    values.count == 1 ? values[0] : .array(values)
  }

  /// What `--format jsonl` prints: each element of an array, or the one object, on its own line.
  fileprivate var lines: String {
    (array ?? [self]).map { $0.published.text() + "\n" }.joined()
  }
}

extension ValueTable.Format: ExpressibleByArgument {
  package init?(argument: String) { self.init(rawValue: argument == "text" ? "table" : argument) }
}

extension ValueTable {
  /// Prints the table and, if a person reads it, `remark` below.
  func print(_ format: Format, remark: @autoclosure () -> String) {
    Console.print(printed(format))
    if format == .table { Console.print("\n" + remark()) }
  }
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// The names of all cases, with commas between.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
