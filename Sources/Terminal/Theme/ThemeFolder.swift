import Foundation
import Support

/// A folder of theme files, one TOML file a theme, called as the file is.
package struct ThemeFolder: Sendable {
  /// Where the files are.
  package let path: String

  /// A theme is a page of text; more is not read.
  static let largestFile = 64 << 10
  /// More files than anyone can choose from are not read.
  static let mostFiles = 100

  /// The folder at `path`.
  package init(path: String) { self.path = path }

  /// `effscope/themes` under the XDG config home; nil where no home is known.
  package static var standard: ThemeFolder? {
    BaseFolder.configuration.path().map { ThemeFolder(path: $0 + "/themes") }
  }

  /// Every theme in the folder, by name, with what is wrong in its file.
  package func themes(fallback: Theme) -> [ThemeCatalogue.Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
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

  /// The text of a regular file of sensible size, if it is UTF-8.
  private static func text(of file: String) -> String? {
    // Without waiting: a pipe would never open.
    let descriptor = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= largestFile, let bytes = try? handle.read(upToCount: largestFile)
    else { return nil }
    return String(data: bytes, encoding: .utf8)
  }
}
