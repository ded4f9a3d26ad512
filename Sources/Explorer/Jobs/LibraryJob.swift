import Library
import Support
import Synchronization

/// Opens the library of the gallery and counts its images.
package struct LibraryJob: Job {
  package static let kind = JobKind("library", .files, "reading the library")
  package var path: String

  package static func desired(in state: State) -> LibraryJob? {
    let gallery = state.screens.gallery
    return state.screen == .gallery && gallery.openLibrary == nil
      ? gallery.library.map(LibraryJob.init) : nil
  }

  package func isKept(in state: State) -> Bool { state.screens.gallery.library == path }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> LibraryFacts {
    let library = try workbench.libraries.library(path)
    let labelled = LibraryFilter([.present(.truth, true)])
    return LibraryFacts(
      path: path, count: try library.count(), network: library.settings.network,
      words: library.settings.words, isUntrained: library.settings["untrained"] == "yes",
      isLabelled: try library.count(labelled) > 0)
  }

  package func finish(_ facts: LibraryFacts, in state: inout State) {
    state.screens.gallery.facts = facts
    state.screens.gallery.remember(path)
  }
}

/// The facts of a library as a whole.
package struct LibraryFacts: Equatable, Sendable {
  /// The path that it was opened by.
  package var path: String
  /// Number of images.
  package var count: Int
  /// The network that examined the images; nil if its weights have no name.
  package var network: AskedNetwork?
  /// Variant, weights, method and layer that the images were examined with.
  package var words: String
  package var isUntrained: Bool
  /// Whether images have labels, so that predictions can be right or wrong.
  package var isLabelled: Bool

  package init(
    path: String, count: Int, network: AskedNetwork?, words: String, isUntrained: Bool,
    isLabelled: Bool
  ) {
    (self.path, self.count, self.network) = (path, count, network)
    (self.words, self.isUntrained, self.isLabelled) = (words, isUntrained, isLabelled)
  }
}

/// Keeps the library of the gallery open.
final class LibraryReader: Sendable {
  private let opened = Mutex<(path: String, library: ImageLibrary)?>(nil)

  /// The library at `path`; opened unless it is the last one.
  func library(_ path: String) throws(Failure) -> ImageLibrary {
    if let known = opened.withLock({ $0?.path == path ? $0?.library : nil }) { return known }
    let library = try ImageLibrary(reading: path)
    opened.withLock { $0 = (path, library) }
    return library
  }

  /// Opens the library again when it is asked for next, because it has been written to.
  func forget(_ path: String) { opened.withLock { if $0?.path == path { $0 = nil } } }
}

extension LibrarySettings {
  /// The network that examined the images.
  var network: AskedNetwork? {
    guard let request = try? networkRequest, let variant = request.variant else { return nil }
    return AskedNetwork(variant, checkpoint: request.checkpoint)
  }

  /// Variant, weights, method and layer that the images were examined with.
  var words: String {
    ["variant", "weights", "method", "layer"].compactMap { self[$0] }.joined(separator: " · ")
  }
}
