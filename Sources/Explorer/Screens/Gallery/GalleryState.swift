import Library

/// A library on the screen: its list, the cursor, the marks, and the rows and pictures read so far.
package struct GalleryState: Equatable, Sendable {
  package enum Arrangement: Equatable, Sendable {
    case grid, list
  }

  /// How images are arranged.
  package struct Display: Equatable, Sendable {
    var arrangement = Arrangement.grid
    /// 0…2, from small to large tiles.
    var tileSize = 1
    /// Index in `shown` of the first image on the screen.
    package var top = 0
    /// What a tile shows of an image.
    package var content = Content.overlay

    package enum Content: String, CaseIterable, Sendable {
      case overlay = "overlays", photograph = "photographs"
      case both = "photographs beside their overlays"
    }
  }

  /// The conditions in effect and the order of the list.
  package struct Query: Equatable, Sendable {
    /// Conditions in the grammar of `library query --where`.
    var conditions = ""
    var order = LibraryOrder(.image)
  }

  /// Marked images, and how they restrict what is shown.
  package struct Marks: Equatable, Sendable {
    package fileprivate(set) var ids: Set<Int64> = []
    /// Whether only marked images are listed.
    package var areListedAlone = false
    /// Marked images shown side by side; nil if they are not.
    package var compared: [Int64]?
  }

  /// Rows and pictures that were read.
  package struct Cache: Equatable, Sendable {
    package var rows = GalleryCache<GalleryRow>(limit: 4_000)
    package var thumbnails = GalleryCache<GalleryThumbnail>(limit: 600)
    package var photographs = GalleryCache<GalleryThumbnail>(limit: 600)
  }

  /// The path of the library; nil if none is open.
  package var library: String?
  package var facts: LibraryFacts?
  package var listing: GalleryListing?
  /// Identifiers of the listed images.
  package private(set) var shown: [Int64] = []
  /// The conditions being typed; `query` holds those in effect.
  package var filter = FilterField()
  var query = Query()
  /// Paths of libraries opened lately, the newest first.
  package var recent: [String] = []
  package var display = Display()
  /// Index in `shown` of the image under the cursor.
  package var cursor = 0
  package var marks = Marks()
  package var cache = Cache()

  /// The columns that the sort key cycles through.
  static let sorts: [LibraryColumn] = [
    .image, .probability, .entropy, .index, .correct, .borderShare, .area,
  ]

  /// Largest number of images side by side.
  static let comparedLimit = 6

  /// The path of the library if it is open; nil while it is not read.
  var openLibrary: String? { facts?.path == library ? library : nil }

  /// The identifier of the image under the cursor.
  package var currentID: Int64? { shown.indices.contains(cursor) ? shown[cursor] : nil }

  /// The image under the cursor; nil until it is read.
  var current: GalleryRow? { currentID.flatMap { cache.rows[$0] } }

  /// The marked images in the order of the list, then those that are not listed.
  var markedInOrder: [Int64] {
    guard !marks.ids.isEmpty else { return [] }
    let listed = (listing?.identifiers ?? []).filter(marks.ids.contains)
    return listed + marks.ids.subtracting(listed).sorted()
  }

  /// The marked images, or the one under the cursor.
  var reportedImages: [Int64] {
    let marked = markedInOrder
    return marked.isEmpty ? [currentID].compactMap(\.self) : marked
  }

  /// The question to the library; nil until the library is open, or for invalid conditions.
  package var question: GalleryQuestion? {
    guard let library, facts != nil, let filter = try? LibraryFilter(parsing: query.conditions)
    else { return nil }
    return GalleryQuestion(
      library: library, query: LibraryQuery(filter: filter, order: [query.order]))
  }

  /// Shows a new list; the cursor stays on its image, or returns to the top if the order changed.
  mutating func show(_ listing: GalleryListing) {
    let keepsOrder = self.listing?.question.query.order == listing.question.query.order
    let former = keepsOrder ? currentID : nil
    self.listing = listing
    relist(keeping: former)
  }

  /// Shows another library from its start.
  mutating func open(_ path: String) {
    let (display, recent) = (display, recent)
    self = GalleryState()
    (self.display, self.recent) = (display, recent)
    self.display.top = 0
    library = path
  }

  mutating func remember(_ path: String) {
    recent = Array(([path] + recent.filter { $0 != path }).prefix(10))
  }

  /// Marks an image or removes its mark.
  mutating func toggleMark(_ id: Int64) {
    if marks.ids.remove(id) == nil { marks.ids.insert(id) }
    if marks.areListedAlone { relist(keeping: id) }
  }

  mutating func unmarkAll() {
    let former = currentID
    marks.ids = []
    marks.areListedAlone = false
    relist(keeping: former)
  }

  mutating func listMarkedAlone(_ isAlone: Bool) {
    marks.areListedAlone = isAlone
    relist(keeping: currentID)
  }

  /// Recomputes `shown`, with the cursor on the image `id` if it is listed.
  private mutating func relist(keeping id: Int64?) {
    let all = listing?.identifiers ?? []
    shown = marks.areListedAlone ? all.filter(marks.ids.contains) : all
    let place = id.flatMap { shown.firstIndex(of: $0) }
    cursor = place ?? max(0, min(cursor, shown.count - 1))
  }
}
