import Support

/// How a library names files: its rows by the path from its folder, or by the absolute path.
///
/// In memory all paths are absolute. Libraries of version 0.1 have absolute paths and no such
/// choice in their settings.
struct LibraryPaths: Sendable {
  let style: PathStyle
  /// The library's folder without links.
  private let folder: RawPath

  static let choice = "paths"
  /// Notes that name files.
  private static let notes: Set = ["weights-path", "labels-path"]

  init(_ settings: LibrarySettings, _ place: LibraryPlace) {
    style = settings[Self.choice].flatMap(PathStyle.init) ?? .absolute
    let path = RawPath(place.folder)
    folder = path.real ?? path.absolute
  }

  /// The path in a row; rows need it to find the file again, so it is never a name only.
  func stored(_ path: RawPath) -> RawPath {
    style == .absolute ? path : path.relative(to: folder)
  }

  func whole(_ stored: RawPath) -> RawPath { stored.resolved(from: folder) }

  /// The name of an image in the text of its overlay and in the reason for which it was skipped.
  func shown(_ path: RawPath) -> String {
    (style == .names ? path.name : stored(path)).printable
  }

  /// `settings` with its notes as they are stored, from absolute paths.
  func stored(_ settings: LibrarySettings) -> LibrarySettings {
    settings.mapping(Self.notes) { stored($0) }
  }

  /// `settings` with absolute paths in its notes.
  func whole(_ settings: LibrarySettings) -> LibrarySettings {
    settings.mapping(Self.notes) { whole($0) }
  }
}

extension LibrarySettings {
  /// The settings with other paths in the notes called `names`; empty ones stay empty.
  fileprivate func mapping(
    _ names: Set<String>, _ change: (RawPath) -> RawPath
  ) -> LibrarySettings {
    let changed = notes.map { note in
      guard names.contains(note.name), !note.value.isEmpty,
        let path = change(RawPath(note.value)).text
      else { return note }
      return Setting(note.name, path)
    }
    return LibrarySettings(choices, notes: changed)
  }
}
