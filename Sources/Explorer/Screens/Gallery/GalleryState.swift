import Library
import Terminal

/// A library on the screen: what is listed of it, where the cursor stands, what is marked.
package struct GalleryView: Equatable, Sendable {
  /// How images are laid out.
  package enum Arrangement: Equatable, Sendable {
    case grid, list
  }

  /// The path of the library; nil where none is open.
  package var library: String?
  package var facts: LibraryFacts?
  package var listing: GalleryListing?
  /// The rows' numbers as shown: the listing, or the marked ones of it.
  package private(set) var shown: [Int64] = []
  /// The conditions, in the grammar of `library query --where`.
  package var filter = TextField()
  package var isFiltering = false
  /// The conditions that hold, while others may be typed.
  package var applied = ""
  package var sort = LibraryColumn.image
  package var isDescending = false
  package var arrangement = Arrangement.grid
  /// 0…2, from small to large tiles.
  package var tileSize = 1
  /// Index of the image under the cursor in `shown`.
  package var cursor = 0
  /// Index of the first image on the screen.
  package var top = 0
  package private(set) var marked: Set<Int64> = []
  package var showsMarkedOnly = false
  /// Marked images side by side; nil where they are not shown so.
  package var compared: [Int64]?
  package var rows = GalleryCache<GalleryRow>(limit: 4_000)
  package var thumbnails = GalleryCache<GalleryThumbnail>(limit: 600)

  package init() {}

  /// What the list can be sorted by, in the order of the key.
  package static let sorts: [LibraryColumn] = [
    .image, .probability, .entropy, .index, .correct, .borderShare, .area,
  ]

  /// Most images side by side.
  package static let comparedLimit = 6

  /// The number of the image under the cursor.
  package var currentID: Int64? { shown.indices.contains(cursor) ? shown[cursor] : nil }

  /// The image under the cursor, once it is read.
  package var current: GalleryRow? { currentID.flatMap { rows[$0] } }

  /// The marked images in the order of the list, then those that it leaves out.
  package var markedInOrder: [Int64] {
    guard !marked.isEmpty else { return [] }
    let listed = (listing?.identifiers ?? []).filter(marked.contains)
    return listed + marked.subtracting(listed).sorted()
  }

  /// Lists what a question gave, the cursor on the same image where it is still there; another order
  /// starts at its top.
  mutating func show(_ listing: GalleryListing) {
    let keepsOrder = self.listing?.question.query.order == listing.question.query.order
    let former = keepsOrder ? currentID : nil
    self.listing = listing
    relist(keeping: former)
  }

  /// Marks an image, or takes its mark away.
  mutating func toggleMark(_ id: Int64) {
    if marked.remove(id) == nil { marked.insert(id) }
    if showsMarkedOnly { relist(keeping: id) }
  }

  /// Takes all marks away.
  mutating func unmarkAll() {
    let former = currentID
    marked = []
    showsMarkedOnly = false
    relist(keeping: former)
  }

  /// Lists again what the choices say.
  mutating func relist(keeping id: Int64?) {
    let all = listing?.identifiers ?? []
    shown = showsMarkedOnly ? all.filter(marked.contains) : all
    let place = id.flatMap { shown.firstIndex(of: $0) }
    cursor = place ?? max(0, min(cursor, shown.count - 1))
  }

  /// Forgets a library for another one.
  mutating func close() {
    let (arrangement, tileSize) = (arrangement, tileSize)
    self = GalleryView()
    self.arrangement = arrangement
    self.tileSize = tileSize
  }
}

/// Where the parts of the gallery stand on a screen; the same for drawing and for moving.
package struct GalleryLayout: Equatable, Sendable {
  /// The pane of images.
  package var pane: Rect
  /// The pane of what is under the cursor; empty where there is no room.
  package var detail: Rect
  /// Inside the pane.
  package var inside: Rect
  /// Images side by side.
  package var columns: Int
  /// Rows of images.
  package var lines: Int
  /// Columns and rows of cells of an image with its caption.
  package var tile: Size

  /// The layout of a body of a screen.
  package init(_ area: Rect, _ gallery: GalleryView, isZoomed: Bool) {
    if area.width >= 110, !isZoomed {
      (pane, detail) = area.splitLeft(area.width - max(38, min(56, area.width * 28 / 100)))
    } else if area.height >= 20, !isZoomed {
      (pane, detail) = area.splitBottom(6)
    } else {
      (pane, detail) = (area, Rect(area.x, area.maxY, 0, 0))
    }
    inside = Box.inside(pane).inset(1, 0)
    switch gallery.arrangement {
    case .list:
      tile = Size(max(1, inside.width), 1)
      columns = 1
      lines = max(1, inside.height - 1)
    case .grid:
      let wanted = [Size(13, 5), Size(19, 8), Size(31, 13)][max(0, min(2, gallery.tileSize))]
      let across = Self.fitted(wanted.columns, gap: 1, into: inside.width)
      let down = Self.fitted(wanted.rows, gap: 0, into: inside.height)
      (columns, lines) = (across.count, down.count)
      tile = Size(max(1, across.length), max(2, down.length))
    }
  }

  /// As many of the `wanted` length as fit when each may give up an eighth, and how long they are then.
  private static func fitted(_ wanted: Int, gap: Int, into room: Int) -> (count: Int, length: Int) {
    let least = (wanted * 7 + 7) / 8
    let count = max(1, (room + gap) / (least + gap))
    return (count, min(wanted, (room + gap) / count - gap))
  }

  /// Images on the screen.
  package var capacity: Int { columns * lines }

  /// Where image number `index` after the first on the screen stands.
  package func place(_ index: Int) -> Rect {
    Rect(
      inside.x + index % columns * (tile.columns + 1), inside.y + index / columns * tile.rows,
      tile.columns, tile.rows
    ).intersection(inside)
  }
}
