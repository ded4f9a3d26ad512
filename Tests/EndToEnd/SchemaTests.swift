import Foundation
import Testing

/// docs/schema.md against what the commands print.
@Suite struct SchemaTests {
  private static let weights = ["--checkpoint", "random:1"]
  private static let cat = Program.photograph("chelsea.png")

  /// A section of the page, and the arguments whose JSON it describes.
  static let commands: [(String, [String])] = [
    ("--version", ["--version"]),
    ("classify", ["classify", cat, "--top", "1"] + weights),
    ("cam", ["cam", cat, "--box"] + weights),
    ("step", ["step", cat, "--layer", "stage4", "--top", "2"] + weights),
    ("architecture", ["architecture", "b0", "--layers"]),
    (
      "benchmark",
      [
        "benchmark", "lite0", "--runs", "1", "--warmup", "0", "--resolution", "64", "--layers",
        "--method", "cam",
      ] + weights
    ),
    (
      "evaluate",
      ["evaluate", cat, "--methods", "cam", "--steps", "2", "--metrics", "insertion"] + weights
    ),
    ("sanity", ["sanity", cat, "--methods", "cam", "--draws", "1"] + weights),
    ("results imagenet", ["results", "imagenet"]),
    ("results scaling", ["results", "scaling"]),
    ("results latency", ["results", "latency"]),
    ("results transfer", ["results", "transfer"]),
    ("weights list", ["weights", "list", "lite0"]),
    ("doctor", ["doctor"]),
  ]

  /// The lines of the section with this heading.
  private static func section(_ heading: String) throws -> [Substring] {
    let path = Program.root.appendingPathComponent("docs/schema.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0 == "## \(heading)" })
    return Array(lines[(start + 1)...].prefix { !$0.hasPrefix("## ") })
  }

  /// The fields in the section of a command.
  private static func fields(_ name: String) throws -> [String] {
    try section("`\(name)`").compactMap { line in
      line.hasPrefix("| `") ? String(line.dropFirst(3).prefix { $0 != "`" }) : nil
    }
  }

  /// The deprecated names by present name.
  private static func deprecated() throws -> [String: [String]] {
    var names: [String: [String]] = [:]
    for line in try section("Deprecated names") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.filter { $0 != "`" && $0 != " " } }
      if cells.count == 2 { names[cells[0]] = cells[1].split(separator: ",").map(String.init) }
    }
    return names
  }

  /// The paths of all values, without deprecated ones; `x[]` for the elements of an array.
  private static func paths(
    _ value: Any, _ path: String, _ deprecated: [String: [String]]
  ) -> Set<String> {
    if let object = value as? [String: Any] {
      let old = Set(object.keys.flatMap { deprecated[$0, default: []] })
      return object.reduce(into: []) { found, member in
        guard !old.contains(member.key) else { return }
        let name = path.isEmpty ? member.key : "\(path).\(member.key)"
        found.formUnion(paths(member.value, name, deprecated))
      }
    }
    if let array = value as? [Any] {
      let name = path.isEmpty ? "" : path + "[]"
      let found = array.map { paths($0, name, deprecated) }.reduce(into: Set()) { $0.formUnion($1) }
      let isPlain = !array.contains { $0 is [String: Any] }
      return isPlain ? [name.hasSuffix("[][]") ? String(name.dropLast(2)) : name] : found
    }
    return [path]
  }

  /// `values.*.mean` describes `values.insertion.mean`.
  private static func describes(_ row: String, _ path: String) -> Bool {
    let (rows, parts) = (row.split(separator: "."), path.split(separator: "."))
    return rows.count == parts.count && zip(rows, parts).allSatisfy { $0 == "*" || $0 == $1 }
  }

  @Test(arguments: commands)
  func everyFieldThatIsPrintedIsInTheTable(name: String, arguments: [String]) throws {
    let outcome = try Program.run(arguments + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try JSONSerialization.jsonObject(with: outcome.outputData)
    var found = Self.paths(json, "", try Self.deprecated())
    if name == "doctor" { found = found.filter { $0 == $0.lowercased() && !$0.contains(" ") } }
    let rows = try Self.fields(name)
    #expect(!rows.isEmpty)
    for path in found {
      #expect(rows.contains { Self.describes($0, path) }, "docs/schema.md lacks \(name): \(path)")
      #expect(path.allSatisfy { !$0.isWhitespace && !$0.isUppercase }, "\(path)")
    }
    for row in rows where !row.contains("*") {
      // Below a value that is null or empty nothing is printed.
      let isThere = found.contains { path in
        path == row || row.hasPrefix(path + ".") || row.hasPrefix(path.dropLast(2) + "[]")
      }
      #expect(isThere, "\(name) does not print \(row)")
    }
  }

  @Test func theVersionIsAnObjectOnRequest() throws {
    for arguments in [["--version", "--format", "json"], ["--format=json", "--version"]] {
      let outcome = try Program.run(arguments)
      let object = try #require(
        JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
      #expect(object["schema"] as? Int == 2)
      #expect((object["version"] as? String)?.hasPrefix("0.") == true)
    }
    #expect(try Program.run(["--version", "--format", "xml"]).status == 64)
  }

  @Test func deprecatedNamesHaveTheSameValues() throws {
    let outcome = try Program.run(["weights", "list", "lite0", "--format", "json"])
    let rows = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
    let row = try #require(rows.first)
    #expect(row["size_bytes"] as? Int == row["size"] as? Int)
    #expect(row["top1_percent"] as? Double == row["top1"] as? Double)
    let csv = try Program.run(["weights", "list", "lite0", "--format", "csv"]).output
    #expect(csv.hasPrefix("name,variant,dialect,source,size_bytes,top1_percent,"))
    #expect(csv.split(separator: "\n")[0].hasSuffix(",path,size,top1"))
  }

  @Test func theExitCodesAreTheSameInTheHelpAndInTheDocumentation() throws {
    let help = try Program.run(["--help"]).output
    let page = try String(
      contentsOf: Program.root.appendingPathComponent("docs/outputs.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").compactMap { $0.firstMatch(of: /^\| (\d+) \| (.+) \|$/) }
    #expect(rows.count == 11)
    for row in rows {
      #expect(help.contains("\(row.1)"), "\(row.1)")
      #expect(help.contains("\(row.2)"), "\(row.2)")
    }
  }

  /// Tables and texts are one format with two names.
  @Test(arguments: [["doctor"], ["weights", "list", "lite0"], ["results", "imagenet"]])
  func everyCommandTakesTextTableAndLines(arguments: [String]) throws {
    let text = try Program.run(arguments + ["--format", "text"])
    let table = try Program.run(arguments + ["--format", "table"])
    #expect(text.status == 0 && text.output == table.output)
    let lines = try Program.run(arguments + ["--format", "jsonl"])
    #expect(lines.status == 0, "\(lines.errors)")
    for line in lines.output.split(separator: "\n") {
      _ = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }
}
