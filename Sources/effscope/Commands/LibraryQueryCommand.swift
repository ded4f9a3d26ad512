import ArgumentParser
import Library
import Support

/// The options that choose images of a library.
struct LibraryFilterArguments: ParsableArguments {
  @Option(
    name: .customLong("where"),
    help: """
      Conditions with spaces between, all of which must hold: class=tabby confidence<0.5 correct=no \
      border=yes entropy>2 image~beach; | separates values of which one must hold.
      """)
  var condition = ""
  @Option(help: "Columns to sort by, with commas between; :desc behind one for large values first.")
  var sort = "image"
  @Option(help: "At most so many images.") var limit: Int?
  @Option(help: "Pass over so many images.") var offset = 0

  func validate() throws {
    try require("--limit", limit, in: 0...Int.max)
    try require("--offset", offset, in: 0...Int.max)
  }

  var query: LibraryQuery {
    get throws(Failure) {
      LibraryQuery(
        filter: try LibraryFilter(parsing: condition), order: try LibraryOrder.parsing(sort),
        limit: limit, offset: offset)
    }
  }
}

struct LibraryQueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "List the images of a library that fulfil conditions.")

  @Argument(help: "The library: the folder that 'batch' wrote.", completion: .directory)
  var library: String
  @OptionGroup var filter: LibraryFilterArguments
  @Option(help: "Columns with commas between, or all.")
  var columns = "image,index,label,probability"
  @Flag(help: "Say how many there are and nothing else.") var count = false
  @Option(help: "text, json, jsonl or csv.") var format = StreamFormat.text
  @OptionGroup var tables: TableArguments

  func run() throws {
    let query = try filter.query
    let columns = try LibraryColumn.parsing(columns)
    let library = try ImageLibrary(reading: library)
    if count {
      let all = try library.count(query.filter)
      let rest = max(0, all - query.offset)
      Console.print(String(query.limit.map { min($0, rest) } ?? rest))
      return
    }
    func printLines(_ form: LibraryExport.Format) throws(Failure) {
      try library.forEach(query) {
        Console.print(LibraryExport.line(library, $0, columns, form), terminator: "")
      }
    }
    switch format {
    case .csv:
      Console.print(LibraryExport.header(columns), terminator: "")
      try printLines(.csv)
    case .jsonl: try printLines(.jsonl)
    case .json:
      var isFirst = true
      try library.forEach(query) { record in
        let line = LibraryExport.line(library, record, columns, .jsonl).dropLast()
        Console.print(isFirst ? "[\n  \(line)" : ",\n  \(line)", terminator: "")
        isFirst = false
      }
      Console.print(isFirst ? "[]" : "\n]")
    case .text:
      var table = TextTable(columns: columns.map { ($0.rawValue, $0.isText ? .left : .right) })
      try library.forEach(query) { record in
        table.rows.append(columns.map { library.value(of: record, $0).shown })
      }
      Console.print(table.text)
    }
  }
}

struct LibraryExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a library to a .csv or .jsonl file.")

  @Argument(help: "The library: the folder that 'batch' wrote.", completion: .directory)
  var library: String
  @Argument(help: "The file to write, ending in .csv or .jsonl.", completion: .file()) var file:
    String
  @OptionGroup var filter: LibraryFilterArguments
  @Option(help: "Columns with commas between, or all.") var columns = "all"
  @OptionGroup var tables: TableArguments

  func run() throws {
    let export = try LibraryExport(file)
    let query = try filter.query
    let columns = try LibraryColumn.parsing(columns)
    let count = try export.write(try ImageLibrary(reading: library), query, columns: columns)
    Console.print("\(file.printable): \(NumberText.grouped(count)) images")
  }
}
