import Checkpoints
import Explanations
import Library
import Support
import Synchronization

/// Examines the pictures of a folder and keeps the results in a library, for the gallery.
///
/// A library of the same folder and network goes on: only new pictures are examined.
package struct ExamineJob: Job {
  package static let kind = JobKind("examine", .compute, "examining the pictures", isKept: true)
  package var network: AskedNetwork
  package var pictures: [String]
  /// The library's folder.
  package var library: String

  package init(network: AskedNetwork, pictures: [String], library: String) {
    (self.network, self.pictures, self.library) = (network, pictures, library)
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) {
    let loaded = try workbench.models.withLock { models throws(Failure) -> LoadedNetwork in
      models.context = context
      return try models.network(network)
    }
    FileSystem.makeFolders(library.directoryPath, mode: 0o700)
    var request = BatchRequest()
    // The gallery opens pictures by their paths.
    request.paths = .absolute
    request.explanation.network.pixelLimit = workbench.pixelLimit
    let batch = try LibraryBatch(loaded, request, output: library)
    let (progress, total) = (batch.progress, pictures.count)
    let last = LastCount()
    let isComplete = try batch.run(
      try ImageSources(pictures),
      isCancelled: {
        let done = progress.counts.done
        if last.isNews(done) {
          context.progress(
            Double(done) / Double(max(1, total)), "examining picture \(done) of \(total)")
        }
        return context.isCancelled()
      }, report: { _ in })
    workbench.libraries.forget(library)
    if !isComplete { try context.checkCancellation() }
  }

  package func finish(_ output: Void, in state: inout State) {
    state.screens.gallery.open(library)
    state.dialog = nil
    state.show(.gallery, keepsTrail: true)
    state.settleGallery()
  }
}

/// The last number of pictures that was reported; asked from several threads.
private final class LastCount: Sendable {
  private let count = Mutex(-1)

  func isNews(_ now: Int) -> Bool {
    count.withLock { last in
      defer { last = now }
      return last != now
    }
  }
}

extension ExamineJob {
  /// The folder of the library for a folder of pictures and a network; nil if the user has no folder
  /// for data.
  static func library(of directory: String, _ network: AskedNetwork) -> String? {
    let folder = RawPath(directory).absolute
    let words = folder.bytes + [0] + Array("\(network.variant) \(network.checkpoint ?? "")".utf8)
    let hash = FNV1a.hash(words)
    let name = String(escaping: folder.bytes).lastPathComponent
    return BaseFolder.data.path().map {
      "\($0)/libraries/\(name)-\(network.variant)-\(String(hash, radix: 16).prefix(8))"
    }
  }
}
