import Library
import Support

/// Finds the images of a library that fulfil the conditions of the gallery.
package struct GalleryJob: Job {
  package static let kind = JobKind("gallery", .files, "reading the library")
  package var question: GalleryQuestion

  package static func desired(in state: State) -> GalleryJob? {
    let gallery = state.screens.gallery
    guard state.screen == .gallery, gallery.openLibrary != nil,
      let question = gallery.question, gallery.listing?.question != question
    else { return nil }
    return GalleryJob(question: question)
  }

  package func isKept(in state: State) -> Bool { state.screen != .gallery }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> GalleryListing {
    GalleryListing(
      question: question,
      identifiers: try workbench.libraries.library(question.library).identifiers(question.query))
  }

  package func finish(_ listing: GalleryListing, in state: inout State) {
    state.screens.gallery.show(listing)
    state.settleGallery()
  }
}

/// Which images of a library are shown, in which order.
package struct GalleryQuestion: Hashable, Sendable {
  package var library: String
  package var query: LibraryQuery
}

/// The identifiers of the images that fulfil a question, in its order.
package struct GalleryListing: Equatable, Sendable {
  package var question: GalleryQuestion
  package var identifiers: [Int64]

  package init(question: GalleryQuestion, identifiers: [Int64]) {
    (self.question, self.identifiers) = (question, identifiers)
  }
}
