import Support

/// A directory's folders and pictures, with filter, cursor and decoded previews.
package struct FilesState: CursorList, Equatable, Sendable {
  package var directory: String
  package var listing: Listing?
  package var filter = FilterField()
  package var showsHidden = false
  package var cursor: String?
  /// Paths of recently opened photographs, the newest first.
  package var recent: [String] = []
  /// Whether `recent` is listed instead of the directory.
  package var showsRecent = false
  private var previews: [PictureFacts] = []
  /// Errors of pictures that could not be decoded, by path.
  package private(set) var failedPreviews: [String: Failure] = [:]

  private static let previewLimit = 48

  init(directory: String) { self.directory = directory }

  /// The decoded picture at a path, if it is still kept.
  package func preview(_ path: String) -> PictureFacts? { previews.last { $0.path == path } }

  mutating func keep(_ preview: PictureFacts) {
    previews.append(preview)
    if previews.count > Self.previewLimit { previews.removeFirst() }
  }

  mutating func remember(_ path: String) {
    recent = Array(([path] + recent.filter { $0 != path }).prefix(30))
  }

  /// The next `count` pictures after the cursor, for thumbnails.
  package func following(_ count: Int) -> ArraySlice<FileEntry> {
    let index = pictures.firstIndex { $0.path == cursor } ?? -1
    return pictures[(index + 1)...].prefix(count)
  }

  mutating func keep(_ failure: Failure, at path: String) { failedPreviews[path] = failure }

  /// The entries as shown: filtered, without hidden files unless they are wanted.
  package var rows: [FileEntry] {
    let wanted = filter.text.lowercased()
    let recent = recent.map { FileEntry(name: $0, path: $0, kind: .picture) }
    return (showsRecent ? recent : listing?.entries ?? []).filter { entry in
      if entry.kind == .parent { return true }
      if !showsHidden, entry.name.hasPrefix(".") { return false }
      return wanted.isEmpty || entry.name.lowercased().contains(wanted)
    }
  }

  package static func name(of row: FileEntry) -> String { row.path }

  var pictures: [FileEntry] { rows.filter { $0.kind == .picture } }

  package var currentPicture: FileEntry? { current.flatMap { $0.kind == .picture ? $0 : nil } }

  /// The picture `step` places after `path` in the list, cyclically.
  package func picture(_ step: Int, from path: String?) -> String? {
    let paths = pictures.map(\.path)
    guard let path, paths.contains(path) else { return paths.first }
    return paths.neighbour(of: path, step)
  }
}
