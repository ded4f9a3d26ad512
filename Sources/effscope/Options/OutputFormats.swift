import ArgumentParser
import Support

enum TextOrJSON: String, OutputFormat, CaseIterable { case text, json }

enum TextJSONOrCSV: String, OutputFormat, CaseIterable { case text, json, csv }

enum TableJSONOrCSV: String, OutputFormat, CaseIterable { case table, json, csv }

/// The formats of commands that print one record after the other.
enum StreamFormat: String, ExpressibleByArgument, CaseIterable { case text, json, jsonl, csv }

/// The formats of commands that print their result at once; one is called `json`.
protocol OutputFormat: ExpressibleByArgument, RawRepresentable<String> {}

extension OutputFormat {
  /// Prints `json` indented, `csv` as it is, or else `text` with a newline.
  func print(
    text: @autoclosure () -> String, json: @autoclosure () -> JSON,
    csv: @autoclosure () -> String = ""
  ) {
    switch rawValue {
    case "json": Console.print(json().text(isIndented: true))
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
}

extension CSV {
  /// A file: `header`, then `rows`.
  static func file(_ header: [String], _ rows: [[String]]) -> String {
    ([header] + rows).map(row).joined()
  }
}

extension ValueTable.Format: ExpressibleByArgument {}

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
