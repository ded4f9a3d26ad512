/// Where the parts of a library lie: a folder with the database and the overlays.
public struct LibraryPlace: Hashable, Sendable {
  /// The folder.
  public let folder: String

  /// The library at `path`: its folder, or the database inside it.
  public init(_ path: String) {
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

  /// The database.
  public var database: String { path(Self.databaseName) }

  /// The overlays' folder.
  public var overlays: String { path(Self.overlaysName) }

  static let overlaysName = "overlays"

  /// Held by the one program that writes.
  var lock: String { path("library.lock") }

  /// The path of a file inside the folder.
  public func path(_ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// A path as SQLite takes it for one, whatever it starts with.
  static func literal(_ path: String) -> String { path.hasPrefix("/") ? path : "./\(path)" }
}
