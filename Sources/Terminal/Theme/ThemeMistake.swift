/// A mistake in a theme file; the value of the default theme is used instead.
package struct ThemeMistake: Error, Equatable, Sendable {
  /// The kind of mistake.
  package enum Problem: Equatable, Sendable {
    case unreadable
    case notTOML(String)
    case unknownKey(String, nearest: String?)
    case notAColor(key: String, found: String)
    case notAnAppearance(found: String)
    case missing(key: String)
    /// The number of further mistakes, which are not listed.
    case more(Int)
  }

  package let file: String
  /// The line number, from 1; 0 for the whole file.
  package let line: Int
  package let problem: Problem
}

extension ThemeMistake: CustomStringConvertible {
  /// One line: file, line, mistake and the value used instead.
  package var description: String { "\(file)\(line > 0 ? ":\(line)" : ""): \(why)".columnsSafe }

  private var why: String {
    switch problem {
    case .unreadable: "it can't be read as text; the default's colours are used"
    case .notTOML(let reason): "it is not TOML (\(reason)); the default's colours are used"
    case .unknownKey(let key, let nearest):
      "there is no key '\(key)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "; it is ignored")
    case .notAColor(let key, let found):
      "'\(key)' is '\(found)', not a colour like #rrggbb or bright-blue; the default's is used"
    case .notAnAppearance(let found):
      "'appearance' is '\(found)', but must be dark or light; the default's is used"
    case .more(let count): "\(count) more mistakes are not listed"
    case .missing(let key): "there is no table [\(key)]; the default's colours are used"
    }
  }
}
