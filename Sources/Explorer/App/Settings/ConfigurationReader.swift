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
  private let file: String
  private var settings = ExplorerSettings()
  private var found: MistakeList<ConfigurationMistake>

  private init(text: String, file: String) {
    (self.text, self.file) = (text, file)
    found = MistakeList(in: text)
  }

  /// The settings in `text`; an option with a mistake keeps its default.
  package static func read(_ text: String, file: String)
    -> (settings: ExplorerSettings, mistakes: [ConfigurationMistake])
  {
    var reader = ConfigurationReader(text: text, file: file)
    reader.read()
    return (reader.settings, reader.found.mistakes)
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
    if found.omitted > 0 { report("\(found.omitted) more mistakes are not listed", 0) }
  }

  /// Reads every key of `table`, those that `named` knows first.
  private mutating func readAll<Meaning>(
    of table: TOMLTable, except: String? = nil, named: (String) -> Meaning?,
    _ read: (inout Self, String) -> Void
  ) {
    let keys = table.keys.filter { $0 != except }
    for key in keys where named(key) != nil { read(&self, key) }
    for key in keys where named(key) == nil { read(&self, key) }
  }

  private mutating func read(_ key: String, _ table: TOMLTable) {
    guard let option = ConfigurationOption.named(key) else {
      return report(
        Self.unknown("option", key, among: ConfigurationOption.all.map(\.name)), at: key)
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
      return report(Self.unknown("action", name, among: Action.allCases.map(\.name)), at: name)
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

  private static func unknown(_ kind: String, _ name: String, among names: [String]) -> String {
    let advice = nearestName(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
    return "there is no \(kind) '\(name)'\(advice)"
  }

  /// Adds a mistake of the line that sets `key`.
  private mutating func report(_ problem: @autoclosure () -> String, at key: String) {
    let file = file
    found.add(at: key) {
      ConfigurationMistake(file: file, line: $0, problem: problem().columnsSafe)
    }
  }

  private mutating func report(_ problem: String, _ line: Int) {
    found.add(ConfigurationMistake(file: file, line: line, problem: problem.columnsSafe))
  }
}
