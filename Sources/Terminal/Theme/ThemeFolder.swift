import Foundation
import Support

/// A folder of theme files in TOML; the file name is the identifier of the theme.
package struct ThemeFolder: Sendable {
  /// The path of the folder.
  package let path: String

  /// The largest size of a theme file in bytes; larger files are not read.
  static let largestFile = 64 << 10
  /// The largest number of theme files that are read.
  static let mostFiles = 100

  /// The folder at `path`.
  package init(path: String) { self.path = path }

  /// `effscope/themes` in the XDG configuration folder; nil if that folder is unknown.
  package static var standard: ThemeFolder? {
    BaseFolder.configuration.path().map { ThemeFolder(path: $0 + "/themes") }
  }

  /// All themes in the folder, sorted by name, with the mistakes in their files.
  package func themes(fallback: Theme) -> [ThemeCatalogue.Entry] {
    let names = FileSystem.names(in: path) ?? []
    return names.filter { $0.hasSuffix(".toml") && $0.count > 5 }.sorted().prefix(Self.mostFiles)
      .map { name in
        let identifier = String(name.dropLast(5)).columnsSafe
        let file = path + "/" + name
        guard let text = Self.text(of: file) else {
          let theme = ThemeReader.read(
            "[colors]", identifier: identifier, file: file, fallback: fallback)
          return (theme.theme, [ThemeMistake(file: file, line: 0, problem: .unreadable)])
        }
        return ThemeReader.read(text, identifier: identifier, file: file, fallback: fallback)
      }
  }

  /// The text of a regular file in UTF-8, at most `largestFile` bytes; nil for other files.
  private static func text(of file: String) -> String? {
    // O_NONBLOCK: opening a pipe without a writer would otherwise block.
    let descriptor = open(file.rawPath, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= largestFile, let bytes = try? handle.read(upToCount: largestFile)
    else { return nil }
    return String(data: bytes, encoding: .utf8)
  }
}
