import Library
import Terminal

/// What the gallery says of a library as a whole.
package struct LibraryFacts: Equatable, Sendable {
  /// The path by which it was opened.
  package var path: String
  /// How many images it holds.
  package var count: Int
  /// The network that examined them; nil where its weights can't be named.
  package var network: AskedNetwork?
  /// What the images were examined with, in words.
  package var words: String
  package var isUntrained: Bool
  /// Whether images have labels, so that answers can be right or wrong.
  package var isLabelled: Bool

  package init(
    path: String, count: Int, network: AskedNetwork?, words: String, isUntrained: Bool,
    isLabelled: Bool
  ) {
    self.path = path
    self.count = count
    self.network = network
    self.words = words
    self.isUntrained = isUntrained
    self.isLabelled = isLabelled
  }
}

/// Which images of a library are shown, in which order.
package struct GalleryQuestion: Equatable, Sendable {
  package var library: String
  package var query: LibraryQuery

  package init(library: String, query: LibraryQuery) {
    self.library = library
    self.query = query
  }
}

/// The rows' numbers that a question gives, in its order.
package struct GalleryListing: Equatable, Sendable {
  package var question: GalleryQuestion
  package var identifiers: [Int64]

  package init(question: GalleryQuestion, identifiers: [Int64]) {
    self.question = question
    self.identifiers = identifiers
  }
}

/// One image of a library as the gallery shows it.
package struct GalleryRow: Equatable, Sendable {
  package var id: Int64
  /// The path; nil where it is no text.
  package var path: String?
  /// The path as people read it.
  package var name: String
  package var width: Int?
  package var height: Int?
  /// The most probable class; nil for an image that was skipped.
  package var best: RankedClass?
  package var entropy: Double?
  /// The true class's name.
  package var truth: String?
  /// Its place among all, 1 for the most probable.
  package var truthRank: Int?
  package var touchesBorder: Bool?
  package var borderShare: Double?
  /// The raw map's range.
  package var range: ClosedRange<Double>?
  /// Why the image was skipped.
  package var skipped: String?

  package init(
    id: Int64, path: String?, name: String, width: Int? = nil, height: Int? = nil,
    best: RankedClass? = nil, entropy: Double? = nil, truth: String? = nil, truthRank: Int? = nil,
    touchesBorder: Bool? = nil, borderShare: Double? = nil, range: ClosedRange<Double>? = nil,
    skipped: String? = nil
  ) {
    self.id = id
    self.path = path
    self.name = name
    self.width = width
    self.height = height
    self.best = best
    self.entropy = entropy
    self.truth = truth
    self.truthRank = truthRank
    self.touchesBorder = touchesBorder
    self.borderShare = borderShare
    self.range = range
    self.skipped = skipped
  }

  /// Whether the answer is the true class; nil without either.
  package var isCorrect: Bool? { best == nil ? nil : truthRank.map { $0 == 1 } }
}

/// A small picture of an image, its overlay where there is one.
package enum GalleryThumbnail: Equatable, Sendable {
  case picture(Pixels)
  case failed(String)

  /// Pixels on the longer side.
  package static let side = 128
}

/// A report on some images of a library.
package struct GalleryReport: Equatable, Sendable {
  package var library: String
  package var identifiers: [Int64]
  package var path: String
  package var isReplacing: Bool

  package init(library: String, identifiers: [Int64], path: String, isReplacing: Bool) {
    self.library = library
    self.identifiers = identifiers
    self.path = path
    self.isReplacing = isReplacing
  }
}

/// The gallery's jobs.
package enum GalleryOrder: Equatable, Sendable {
  case open(path: String)
  case list(GalleryQuestion)
  case rows(library: String, [Int64])
  case thumbnails(library: String, [Int64])
  case report(GalleryReport)

  var purpose: Purpose {
    switch self {
    case .open: .library
    case .list: .gallery
    case .rows: .galleryRows
    case .thumbnails: .thumbnails
    case .report: .report
    }
  }
}

/// What the gallery's jobs bring.
package enum GalleryResult: Equatable, Sendable {
  case opened(LibraryFacts)
  case listed(GalleryListing)
  case rows([GalleryRow])
  case thumbnails([Int64: GalleryThumbnail])
  case reported(path: String)
}

/// The work behind the gallery: everything that reads a library.
package protocol GalleryWork: Sendable {
  /// Opens a library.
  func library(_ path: String) throws(WorkFailure) -> LibraryFacts

  /// The rows' numbers that a question gives.
  func gallery(_ question: GalleryQuestion) throws(WorkFailure) -> GalleryListing

  /// The images with these numbers.
  func galleryRows(_ library: String, _ identifiers: [Int64]) throws(WorkFailure) -> [GalleryRow]

  /// Small pictures of the images with these numbers.
  func thumbnails(_ library: String, _ identifiers: [Int64], context: WorkContext)
    throws(WorkFailure) -> [Int64: GalleryThumbnail]

  /// Writes a report and returns the path it was written to.
  func report(_ order: GalleryReport, context: WorkContext) throws(WorkFailure) -> String
}

extension GalleryOrder {
  /// Carries the job out.
  func run(by work: some GalleryWork, context: WorkContext) throws(WorkFailure) -> GalleryResult {
    switch self {
    case .open(let path): .opened(try work.library(path))
    case .list(let question): .listed(try work.gallery(question))
    case .rows(let library, let identifiers):
      .rows(try work.galleryRows(library, identifiers))
    case .thumbnails(let library, let identifiers):
      .thumbnails(try work.thumbnails(library, identifiers, context: context))
    case .report(let order): .reported(path: try work.report(order, context: context))
    }
  }
}
