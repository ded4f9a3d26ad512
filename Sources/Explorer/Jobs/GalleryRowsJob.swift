import Explanations
import Library
import Support
import Tensors

/// Reads the rows of the images in view, and of a page before and after them.
package struct GalleryRowsJob: Job {
  package static let kind = JobKind("galleryRows", .files, "reading the library")
  package var library: String
  package var identifiers: [Int64]

  package static func desired(in state: State) -> GalleryRowsJob? {
    let gallery = state.screens.gallery
    guard state.screen == .gallery, let library = gallery.openLibrary else { return nil }
    let window = state.galleryScreen.visible
    guard window.contains(where: { gallery.cache.rows[$0] == nil }) else { return nil }
    let page = state.galleryScreen.layout.capacity
    let start = max(0, gallery.display.top - page)
    let end = min(gallery.shown.count, gallery.display.top + 2 * page)
    let near = start < end ? gallery.shown[start..<end] : []
    let wanted = window + near.filter { !window.contains($0) }
    return GalleryRowsJob(
      library: library, identifiers: wanted.filter { gallery.cache.rows[$0] == nil })
  }

  /// One batch at a time: the next one is of the images in view by then.
  package func isKept(in state: State) -> Bool { state.screens.gallery.library == library }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> [GalleryRow] {
    let library = try workbench.libraries.library(library)
    let found = Dictionary(
      try library.records(identifiers).map { ($0.id, GalleryRow($0, library.classNames)) },
      uniquingKeysWith: { first, _ in first })
    // A missing image gets a row too, so that it is not requested again.
    return identifiers.map { id in
      found[id] ?? GalleryRow(id: id, path: nil, name: "", skipped: GalleryRow.missing)
    }
  }

  package func finish(_ rows: [GalleryRow], in state: inout State) {
    for row in rows { state.screens.gallery.cache.rows.keep(row, for: row.id) }
  }
}

/// One image of a library as the gallery shows it.
package struct GalleryRow: Equatable, Sendable {
  /// What the gallery shows of the image's map; all nil if the image was skipped.
  package struct Evidence: Equatable, Sendable {
    package var touchesBorder: Bool?
    package var borderShare: Double?
    /// Minimum and maximum of the raw map.
    package var range: ClosedRange<Double>?
  }

  package var id: Int64
  /// The path; nil if it is not valid text.
  package var path: String?
  /// The path as text.
  package var name: String
  package var size: PixelSize?
  /// The most probable class; nil if the image was skipped.
  package var best: RankedClass?
  package var entropy: Double?
  /// The true class's name.
  package var truth: String?
  /// Rank of the true class, 1 for the most probable.
  package var truthRank: Int?
  /// Whether a network of many labels finds the true class; nil for other networks.
  package var isTruthFound: Bool?
  package var evidence = Evidence()
  /// Why the image was skipped.
  package var skipped: String?

  package init(id: Int64, path: String?, name: String, skipped: String? = nil) {
    (self.id, self.path, self.name, self.skipped) = (id, path, name, skipped)
  }

  /// Whether the prediction is the true class; nil if either is missing.
  package var isCorrect: Bool? { best == nil ? nil : isTruthFound ?? truthRank.map { $0 == 1 } }

  /// Why an image that was removed from the library has no row.
  static let missing = "it is no longer in the library"

  /// A library's record with the names of its classes.
  init(_ record: ImageRecord, _ names: ClassNames) {
    self.init(
      id: record.id, path: record.path.text, name: record.name, skipped: record.skipped?.message)
    if let width = record.width, let height = record.height {
      size = PixelSize(width: width, height: height)
    }
    truth = record.truth.map { "\($0) \(names[$0])" }
    guard let answer = record.answer, let first = answer.predictions.first else { return }
    best = RankedClass(
      index: first.index, label: names[first.index], probability: first.probability,
      logit: Double(first.logit))
    (entropy, truthRank) = (answer.entropy, answer.truthRank)
    isTruthFound = answer.isTruthFound
    let (low, high) = (Double(answer.map.minimum), Double(answer.map.maximum))
    evidence = Evidence(
      touchesBorder: answer.map.touchesBorder, borderShare: answer.map.borderShare,
      range: low <= high ? low...high : nil)
  }
}
