import Foundation
import Support

/// A directory's folders and pictures, with filter, cursor and decoded previews.
package struct FilesState: CursorList, Equatable, Sendable {
  package var directory: String
  package var listing: Listing? { didSet { relist() } }
  package var filter = FilterField() {
    didSet { if filter.text != oldValue.text { relist() } }
  }
  package var showsHidden = false { didSet { relist() } }
  package var cursor: String?
  /// Paths of recently opened photographs, the newest first.
  package var recent: [String] = [] { didSet { if showsRecent { relist() } } }
  /// Whether `recent` is listed instead of the directory.
  package var showsRecent = false { didSet { relist() } }
  package var previews = PreviewCache()
  /// The entries as shown: filtered, without hidden files unless they are wanted.
  ///
  /// Kept, because a directory of 20,000 files is filtered once a key and read many times a frame.
  package private(set) var rows: [FileEntry] = []
  /// The pictures among `rows`.
  package private(set) var pictures: [FileEntry] = []

  init(directory: String) { self.directory = directory }

  mutating func remember(_ path: String) {
    recent = Array(([path] + recent.filter { $0 != path }).prefix(30))
  }

  /// The next `count` pictures after the cursor, for thumbnails.
  package func following(_ count: Int) -> ArraySlice<FileEntry> {
    let index = pictures.firstIndex { $0.path == cursor } ?? -1
    return pictures[(index + 1)...].prefix(count)
  }

  private mutating func relist() {
    let wanted = Array(FileEntry.folded(filter.text).utf8)
    let all =
      showsRecent
      ? recent.map { FileEntry(name: $0, path: $0, kind: .picture) } : listing?.entries ?? []
    rows = all.filter { entry in
      if entry.kind == .parent { return true }
      if !showsHidden, entry.name.utf8.first == UInt8(ascii: ".") { return false }
      return wanted.isEmpty || entry.folded.holds(wanted)
    }
    pictures = rows.filter { $0.kind == .picture }
  }

  /// After the filter has changed, the cursor stands on a match, never on the way up.
  mutating func settleCursor() {
    guard !filter.text.isEmpty,
      rows.first(where: { $0.path == cursor })?.kind ?? .parent == .parent,
      let match = rows.first(where: { $0.kind != .parent })
    else { return }
    cursor = match.path
  }

  package static func name(of row: FileEntry) -> String { row.path }

  package var currentPicture: FileEntry? { current.flatMap { $0.kind == .picture ? $0 : nil } }

  /// The picture `step` places after `path` in the list, cyclically.
  package func picture(_ step: Int, from path: String?) -> String? {
    guard !pictures.isEmpty else { return nil }
    guard let path, let index = pictures.firstIndex(where: { $0.path == path }) else {
      return pictures[0].path
    }
    return pictures[(index + step + pictures.count) % pictures.count].path
  }
}

/// Pictures decoded for the Files screen, the newest last, and those that could not be decoded.
package struct PreviewCache: Equatable, Sendable {
  private var kept: [PictureFacts] = []
  /// Errors by path.
  package private(set) var failed: [String: Failure] = [:]

  private static let limit = 48

  /// The decoded picture at a path, if it is still kept.
  package subscript(path: String) -> PictureFacts? { kept.last { $0.path == path } }

  mutating func keep(_ preview: PictureFacts) {
    kept.append(preview)
    if kept.count > Self.limit { kept.removeFirst() }
  }

  mutating func keep(_ failure: Failure, at path: String) { failed[path] = failure }
}

extension String {
  /// Whether the bytes of a text occur in this one.
  fileprivate func holds(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    return utf8.withContiguousStorageIfAvailable { text in
      guard text.count >= wanted.count else { return false }
      return (0...(text.count - wanted.count)).contains { start in
        text[start] == first && wanted.indices.allSatisfy { text[start + $0] == wanted[$0] }
      }
    } ?? contains(String(decoding: wanted, as: UTF8.self))
  }
}
