import Support

/// Prints one record after the other in a `StreamFormat`; JSON records form one array.
struct StreamPrinter {
  let format: StreamFormat
  private(set) var count = 0

  /// Prints a record: `text`, the object `json`, or the CSV rows under the header `columns`.
  mutating func print(
    text: @autoclosure () -> String, json: @autoclosure () -> JSON, columns: [String],
    rows: @autoclosure () -> [[String]]
  ) {
    switch format {
    case .text: Console.print(text())
    case .jsonl: Console.print(json().published.text())
    case .json:
      Console.print(count == 0 ? "[" : ",")
      Console.print("  " + json().published.text(), terminator: "")
    case .csv:
      let columns = DeprecatedColumns(columns)
      if count == 0 { Console.print(CSV.row(columns.header), terminator: "") }
      Console.print(rows().map { CSV.row(columns.row($0)) }.joined(), terminator: "")
    }
    count += 1
  }

  func finish() {
    guard format == .json else { return }
    Console.print(count == 0 ? "[]" : "\n]")
  }
}
