import Foundation
import Support
import Terminal

/// Paths of configuration, session and log (XDG base directories).
package struct ConfigurationPlaces: Sendable {
  package let configuration: String?
  package let session: String?
  package let log: String?

  /// The paths that the environment defines.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    configuration = BaseFolder.configuration.path { environment[$0] }.map { $0 + "/config.toml" }
    let state = BaseFolder.state.path { environment[$0] }
    session = state.map { $0 + "/session.toml" }
    log = state.map { $0 + "/effscope.log" }
  }
}

package enum ConfigurationFile {
  /// A larger file is not read.
  private static let largest = 1 << 20

  /// The settings in a file; the defaults if there is none.
  package static func load(_ path: String?)
    -> (settings: ExplorerSettings, mistakes: [ConfigurationMistake])
  {
    guard let path else { return (ExplorerSettings(), []) }
    guard let text = text(of: path) else {
      // Only an absent or empty file says nothing.
      let isWrong =
        FileFacts(of: RawPath(path)).map { $0.byteCount > 0 } ?? (FileSystem.isFolder(path) != nil)
      let problem = "it can't be read, or has more than 1 MiB; all defaults are used"
      return (
        ExplorerSettings(),
        isWrong ? [ConfigurationMistake(file: path, line: 0, problem: problem)] : []
      )
    }
    return ConfigurationReader.read(text, file: path)
  }

  /// The text of a regular file of at most 1 MiB; else nil.
  package static func text(of path: String) -> String? {
    var status = stat()
    guard stat(path.rawPath, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= largest,
      let bytes = try? InputFile.read(path, what: "can't read the configuration")
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Sets one option in the file and keeps everything else.
  package static func save(_ option: ConfigurationOption, _ value: String, at path: String)
    throws(Failure)
  {
    let changed = setting(option, value, in: text(of: path) ?? "")
    try write(changed, to: path, what: "can't save the configuration")
  }

  /// Writes a file atomically and creates its folder.
  package static func write(_ text: String, to path: String, what: String) throws(Failure) {
    let folder = path.directoryPath
    FileSystem.makeFolders(folder, mode: 0o700)
    try OutputFile.write(Array(text.utf8), to: path, what: what)
  }

  /// `text` with one option set: its line replaced, or a line added before the first table.
  package static func setting(_ option: ConfigurationOption, _ value: String, in text: String)
    -> String
  {
    let line = "\(option.name) = \(option.toml(value))"
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    let firstTable =
      lines.firstIndex { $0.drop { $0 == " " || $0 == "\t" }.hasPrefix("[") } ?? lines.count
    func isSetting(_ line: String) -> Bool {
      let bare = line.drop { $0 == " " || $0 == "\t" }
      guard bare.hasPrefix(option.name) else { return false }
      return bare.dropFirst(option.name.count).drop { $0 == " " || $0 == "\t" }.hasPrefix("=")
    }
    if let index = lines[..<firstTable].firstIndex(where: isSetting) {
      lines[index] = line
    } else {
      lines.insert(line, at: firstTable)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A complete file with the settings and a comment for each option.
  package static func page(_ settings: ExplorerSettings) -> String {
    var lines = ["# Effscope's configuration; see docs/config.md.", ""]
    for option in ConfigurationOption.all {
      lines.append("# \(option.summary): \(option.expectation).")
      lines.append("\(option.name) = \(option.toml(option.value(settings)))")
    }
    lines += ["", "# Keys in place of the standard ones: action = \"key key\"; ? lists the keys."]
    lines.append("[keys]")
    for (action, keys) in settings.keys.sorted(by: { $0.key.name < $1.key.name }) {
      let names = keys.map { $0.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
      lines.append("\(action.name) = \"\(names.joined(separator: " "))\"")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
