import Terminal

/// A directory's pictures, with filter and cursor.
package struct FileBrowser: Equatable, Sendable {
  package var directory = "."
  package var listing: Listing?
  package var filter = TextField()
  package var isFiltering = false
  package var showsHidden = false
  /// The path of the entry under the cursor.
  package var cursor: String?
  /// Photographs opened lately, the newest first.
  package var recent: [String] = []
  /// Whether those are listed instead of the directory.
  package var showsRecent = false
  private var previews: [PictureFacts] = []
  /// Pictures that could not be decoded.
  package private(set) var failedPreviews: [String: WorkFailure] = [:]

  private static let previewLimit = 48

  package init() {}

  /// The decoded picture at a path, if it was under the cursor lately.
  package func preview(_ path: String) -> PictureFacts? { previews.last { $0.path == path } }

  mutating func keep(_ preview: PictureFacts) {
    previews.append(preview)
    if previews.count > Self.previewLimit { previews.removeFirst() }
  }

  /// Puts a photograph at the head of those opened lately.
  mutating func remember(_ path: String) {
    recent.removeAll { $0 == path }
    recent.insert(path, at: 0)
    recent = Array(recent.prefix(Self.recentLimit))
  }

  private static let recentLimit = 30

  /// Photographs after the cursor, for thumbnails.
  package func following(_ count: Int) -> [FileEntry] {
    let pictures = rows.filter { $0.kind == .picture }
    guard let index = pictures.firstIndex(where: { $0.path == cursor }) else {
      return Array(pictures.prefix(count))
    }
    return Array(pictures[(index + 1)...].prefix(count))
  }

  mutating func keep(_ failure: WorkFailure, at path: String) { failedPreviews[path] = failure }

  /// The entries as shown.
  package var rows: [FileEntry] {
    let wanted = filter.text.lowercased()
    let lately = recent.map { FileEntry(name: $0, path: $0, kind: .picture) }
    return (showsRecent ? lately : listing?.entries ?? []).filter { entry in
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

  /// The picture `step` places after `path` among the pictures shown, going round.
  package func picture(_ step: Int, from path: String?) -> String? {
    let pictures = rows.filter { $0.kind == .picture }
    guard !pictures.isEmpty else { return nil }
    guard let path, let index = pictures.firstIndex(where: { $0.path == path }) else {
      return pictures.first?.path
    }
    return pictures[(index + step + pictures.count) % pictures.count].path
  }
}
