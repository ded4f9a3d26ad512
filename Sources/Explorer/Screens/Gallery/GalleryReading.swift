/// What has to be read of the library for the current view.
extension GalleryScreen {
  /// Identifiers of the images in view.
  package var window: ArraySlice<Int64> {
    gallery.shown.dropFirst(max(0, gallery.display.top)).prefix(layout.capacity)
  }

  /// Identifiers of the compared images, or else of those in view.
  var visible: [Int64] { gallery.marks.compared ?? Array(window) }

  /// If rows in view are unread: those, and the unread rows one page before and after.
  var missingRows: [Int64] {
    let visible = visible
    guard visible.contains(where: { gallery.cache.rows[$0] == nil }) else { return [] }
    let page = layout.capacity
    let near = gallery.shown.prefix(gallery.display.top + 2 * page).dropFirst(
      max(0, gallery.display.top - page))
    return (visible + near.filter { !visible.contains($0) }).filter {
      gallery.cache.rows[$0] == nil
    }
  }

  /// The next batch of unread pictures, the one under the cursor first; a list shows no other.
  var missingThumbnails: [Int64] {
    var wanted = [gallery.currentID].compactMap(\.self)
    if gallery.marks.compared != nil || gallery.display.arrangement == .grid {
      wanted += visible.filter { $0 != wanted.first }
    }
    let missing = wanted.filter {
      gallery.cache.rows[$0] != nil && gallery.cache.thumbnails[$0] == nil
    }
    return Array(missing.prefix(8))
  }
}
