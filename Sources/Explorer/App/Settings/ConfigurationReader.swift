import Support
import TOMLKit
import Terminal

/// A mistake in the configuration file; the option keeps its default.
package struct ConfigurationMistake: Equatable, Sendable {
  package let file: String
  /// From 1; 0 for the whole file.
  package let line: Int
  package let problem: String

  /// `FILE:LINE: PROBLEM`.
  package var sentence: String { (line > 0 ? "\(file):\(line): " : "\(file): ") + problem }
}

/// Reads settings from a configuration file and collects its mistakes.
package struct ConfigurationReader {
  private let text: String
  private let lines: [Substring]
  private let file: String
  private var settings = ExplorerSettings()
  private var mistakes: [ConfigurationMistake] = []

  /// Mistakes beyond these are only counted: each costs a search.
  private static let mostMistakes = 20

  private init(text: String, file: String) {
    (self.text, self.file) = (text, file)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The settings in `text`; an option with a mistake keeps its default.
  package static func read(_ text: String, file: String)
    -> (settings: ExplorerSettings, mistakes: [ConfigurationMistake])
  {
    var reader = ConfigurationReader(text: text, file: file)
    reader.read()
    return (reader.settings, reader.mistakes)
  }

  private mutating func read() {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      return report("\(error.description); all defaults are used", error.source.begin.line)
    } catch {
      return report("\(error); all defaults are used", 0)
    }
    readAll(of: table, except: "keys", named: ConfigurationOption.named) { $0.read($1, table) }
    if let keys = table["keys"]?.table {
      readAll(of: keys, named: Action.init(named:)) { $0.readKeys($1, keys) }
    } else if table["keys"] != nil {
      report("'keys' is no table; the standard keys are used", at: "keys")
    }
  }

  /// Reads every key of `table` that `named` knows, and the first of the others for their mistakes.
  private mutating func readAll<Meaning>(
    of table: TOMLTable, except: String? = nil, named: (String) -> Meaning?,
    _ read: (inout Self, String) -> Void
  ) {
    let keys = table.keys.filter { $0 != except }
    for key in keys where named(key) != nil { read(&self, key) }
    let unknown = keys.filter { named($0) == nil }
    for key in unknown.prefix(Self.mostMistakes) { read(&self, key) }
    if unknown.count > Self.mostMistakes {
      report("\(unknown.count - Self.mostMistakes) more names mean nothing", 0)
    }
  }

  private mutating func read(_ key: String, _ table: TOMLTable) {
    guard let option = ConfigurationOption.named(key) else {
      let names = ConfigurationOption.all.map(\.name)
      let nearest = nearestName(to: key, among: names).map { "; did you mean '\($0)'?" } ?? ""
      return report("there is no option '\(key)'\(nearest)", at: key)
    }
    let found: String?
    switch option.values {
    case .choices: found = table[key]?.string
    case .flag: found = table[key]?.bool.map { "\($0)" }
    case .fraction: found = (table[key]?.double ?? table[key]?.int.map(Double.init)).map { "\($0)" }
    }
    guard let found, option.accepts(found) else {
      let standard = option.value(ExplorerSettings())
      return report(
        "'\(key)' is \(found.map { "'\($0)'" } ?? "of another type"), but must be "
          + "\(option.expectation); '\(standard)' is used", at: key)
    }
    option.set(&settings, found)
  }

  private mutating func readKeys(_ name: String, _ table: TOMLTable) {
    guard let action = Action(named: name) else {
      let nearest = nearestName(to: name, among: Action.allCases.map(\.name))
      let advice = nearest.map { "; did you mean '\($0)'?" } ?? ""
      return report("there is no action '\(name)'\(advice)", at: name)
    }
    let words: [String]
    if let text = table[name]?.string {
      words = text.split(separator: " ").map(String.init)
    } else if let array = table[name]?.array {
      words = array.compactMap { $0.string }
    } else {
      return report(
        "'\(name)' must be a text of keys; the standard keys are used", at: name)
    }
    let keys = words.map { (word: $0, key: Key(name: $0)) }
    if let wrong = keys.first(where: { $0.key == nil }) {
      return report(
        "there is no key '\(wrong.word)'; the standard keys of '\(name)' are used", at: name)
    }
    settings.keys[action] = keys.compactMap(\.key)
  }

  /// Adds a mistake of the line that sets `key`.
  private mutating func report(_ problem: String, at key: String) {
    report(problem, line(of: key))
  }

  private mutating func report(_ problem: String, _ line: Int) {
    mistakes.append(ConfigurationMistake(file: file, line: line, problem: problem.columnsSafe))
  }

  /// The line on which `key` is set, from 1.
  private func line(of key: String) -> Int {
    let index = lines.firstIndex { line in
      let bare = line.drop { $0 == " " || $0 == "\t" || $0 == "\"" || $0 == "[" }
      guard bare.hasPrefix(key) else { return false }
      return bare.dropFirst(key.count).first { $0 != " " && $0 != "\t" && $0 != "\"" }
        .map { $0 == "=" || $0 == "]" } ?? false
    }
    return index.map { $0 + 1 } ?? 0
  }
}
