/// The paths of a library's files: a folder with the database and the overlays.
package struct LibraryPlace: Hashable, Sendable {
  package let folder: String

  /// The library at `path`: its folder or the database inside it.
  package init(_ path: String) {
    var folder = path
    if folder.hasSuffix("/" + Self.databaseName) {
      folder.removeLast(Self.databaseName.count + 1)
      if folder.isEmpty { folder = "/" }
    } else if folder == Self.databaseName {
      folder = "."
    }
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    self.folder = folder
  }

  static let databaseName = "library.sqlite"

  package var database: String { path(Self.databaseName) }

  static let overlaysName = "overlays"

  package func path(_ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// A path that SQLite can't read as a URI or as `:memory:`.
  static func literal(_ path: String) -> String { path.hasPrefix("/") ? path : "./\(path)" }
}
