import Support
import TOMLKit

/// Parses theme files: `name`, `appearance` and a `[colors]` table.
package enum ThemeReader {
  /// The theme in `text` and its mistakes; wrong and missing colours come from `fallback`.
  package static func read(
    _ text: String, identifier: String, file: String, fallback: Theme?
  ) -> (theme: Theme, mistakes: [ThemeMistake]) {
    var reading = Reading(text, file: file)
    let (name, appearance, colors) = reading.run()
    let theme = Theme(
      identifier: identifier, name: name ?? identifier,
      appearance: appearance ?? fallback?.appearance ?? .dark, colors: colors, fallback: fallback)
    return (theme, reading.found.mistakes)
  }

  /// The names of the terminal's 16 colours, by index.
  package static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]

  /// Parses `#rrggbb`, one of `ansiNames`, or an empty string for the terminal's default.
  static func color(_ text: String) -> Color? {
    if text.isEmpty { return .terminal }
    if let rgb = RGB(hex: text) { return .rgb(rgb) }
    return ansiNames.firstIndex(of: text).map { .ansi(UInt8($0)) }
  }
}

private struct Reading {
  let text: String
  let file: String
  var found: MistakeList<ThemeMistake>

  init(_ text: String, file: String) {
    (self.text, self.file) = (text, file)
    found = MistakeList(in: text)
  }

  mutating func run() -> (String?, Theme.Appearance?, [Theme.Role: Color]) {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      report(.notTOML(error.description), line: error.source.begin.line)
      return (nil, nil, [:])
    } catch {
      report(.notTOML("\(error)"), line: 0)
      return (nil, nil, [:])
    }
    for key in table.keys where !["name", "appearance", "colors"].contains(key) {
      report(.unknownKey(key, nearest: nil), at: key)
    }
    let appearance = appearance(table)
    let colors = colors(table["colors"]?.table)
    if found.omitted > 0 { report(.more(found.omitted), line: 0) }
    return (table["name"]?.string, appearance, colors)
  }

  private mutating func appearance(_ table: TOMLTable) -> Theme.Appearance? {
    guard let found = table["appearance"]?.string else { return nil }
    let appearance = Theme.Appearance(rawValue: found)
    if appearance == nil { report(.notAnAppearance(found: found), at: "appearance") }
    return appearance
  }

  private mutating func colors(_ table: TOMLTable?) -> [Theme.Role: Color] {
    guard let table else {
      report(.missing(key: "colors"), line: 0)
      return [:]
    }
    var colors: [Theme.Role: Color] = [:]
    for key in table.keys {
      guard let role = Theme.Role(rawValue: key) else {
        let names = Theme.Role.allCases.map(\.rawValue)
        report(.unknownKey(key, nearest: nearestName(to: key, among: names)), at: key)
        continue
      }
      let found = table[key]?.string
      colors[role] = found.flatMap(ThemeReader.color)
      if colors[role] == nil {
        report(.notAColor(key: key, found: found ?? "not a string"), at: key)
      }
    }
    return colors
  }

  /// Adds a mistake of the line that sets `key`.
  private mutating func report(
    _ problem: @autoclosure () -> ThemeMistake.Problem, at key: String
  ) {
    found.add(at: key) { ThemeMistake(file: file, line: $0, problem: problem()) }
  }

  private mutating func report(_ problem: ThemeMistake.Problem, line: Int) {
    found.add(ThemeMistake(file: file, line: line, problem: problem))
  }
}
