import Support

/// A directory's folders and pictures, with filter, cursor and decoded previews.
package struct FilesState: Equatable, Sendable {
  package var directory: String
  package var listing: Listing?
  package var filter = FilterField()
  package var showsHidden = false
  /// The path of the entry under the cursor.
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

  /// Adds a path to the recently opened photographs.
  mutating func remember(_ path: String) {
    recent.removeAll { $0 == path }
    recent.insert(path, at: 0)
    recent = Array(recent.prefix(30))
  }

  /// The next `count` pictures after the cursor, for thumbnails.
  package func following(_ count: Int) -> [FileEntry] {
    let pictures = rows.filter { $0.kind == .picture }
    guard let index = pictures.firstIndex(where: { $0.path == cursor }) else {
      return Array(pictures.prefix(count))
    }
    return Array(pictures[(index + 1)...].prefix(count))
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

  /// Index of the cursor's row in `rows`.
  package var cursorIndex: Int {
    get { rows.firstIndex { $0.path == cursor } ?? 0 }
    set {
      let rows = rows
      guard !rows.isEmpty else { return }
      cursor = rows[max(0, min(newValue, rows.count - 1))].path
    }
  }

  /// The row under the cursor.
  package var current: FileEntry? {
    let rows = rows
    return rows.indices.contains(cursorIndex) ? rows[cursorIndex] : nil
  }

  /// The picture `step` places after `path` in the list, cyclically.
  package func picture(_ step: Int, from path: String?) -> String? {
    let pictures = rows.filter { $0.kind == .picture }
    guard !pictures.isEmpty else { return nil }
    guard let path, let index = pictures.firstIndex(where: { $0.path == path }) else {
      return pictures.first?.path
    }
    return pictures[(index + step + pictures.count) % pictures.count].path
  }
}
