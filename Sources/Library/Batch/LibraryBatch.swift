import Explanations
import Foundation
import Support

/// Examines many images and writes the results to a library.
///
/// A stopped batch can be resumed: an image is done once its row is committed, and its overlay
/// is complete before that.
package final class LibraryBatch {
  package let progress = BatchProgress()

  private let network: LoadedNetwork
  private let request: BatchRequest
  private let writer: LibraryWriter
  private let overlays: OverlayFolder?

  /// Opens the library at `output`, or creates it.
  package init(
    _ network: LoadedNetwork, _ request: BatchRequest, output: String
  ) throws(Failure) {
    try request.check(against: network)
    self.network = network
    var request = request
    if request.paths == nil, let present = try? ImageLibrary(reading: output) {
      request.paths = LibraryPaths(present.settings, present.place).style
    }
    // Photographs have the names that the library's own way gives them.
    request.explanation.paths = .absolute
    self.request = request
    writer = try LibraryWriter(
      output, settings: request.settings(network), classNames: network.classNames)
    overlays = request.overlays == nil ? nil : try OverlayFolder(writer.folder)
  }

  /// Examines the images of `sources`; returns false if `isCancelled` stopped it early.
  ///
  /// `report` gets each skipped image and unreadable folder on the calling thread. `countsAhead`
  /// reads the sources a second time, on another thread, to count the images.
  package func run(
    _ sources: ImageSources, countsAhead: Bool = false, isCancelled: @escaping @Sendable () -> Bool,
    report: (Failure) -> Void
  ) throws(Failure) -> Bool {
    if countsAhead { count(sources, isCancelled) }
    let candidates = BatchCandidates(
      sources, request: request, writer: writer, overlays: overlays, progress: progress,
      isCancelled: isCancelled)
    let worker = BatchWorker(
      network: network, request: request, overlays: overlays, paths: writer.paths)
    var rows = RowBuffer(writer: writer, overlays: overlays, pending: candidates.pending)
    var stop: Failure?
    let isComplete = Batch(network).run(candidates, isCancelled: isCancelled) {
      runner, candidate in
      worker.examine(runner, candidate)
    } deliver: { candidate, outcome in
      do throws(Failure) {
        switch outcome {
        case .elsewhere:
          progress.note { $0.elsewhere += 1 }
          candidates.pending.remove(candidate.path)
        case .stopped(let failure): throw failure
        case .record(let record, let clipped):
          try rows.add(record, replacing: candidate.staleOverlay)
          progress.note { counts in
            if record.skipped == nil { counts.examined += 1 } else { counts.skipped += 1 }
            if clipped { counts.clipped += 1 }
          }
          if let skipped = record.skipped { report(Failure(skipped)) }
        }
        return true
      } catch {
        stop = error
        return false
      }
    }
    if let failure = stop ?? candidates.failure { throw failure }
    try rows.flush()
    candidates.sourceFailures.forEach(report)
    overlays?.finish()
    try writer.finish()
    return isComplete && !isCancelled()
  }

  private func count(_ sources: ImageSources, _ isCancelled: @escaping @Sendable () -> Bool) {
    let progress = progress
    let output = RawPath(writer.place.folder)
    Thread.detachNewThread {
      var found = 0
      for _ in sources.walk(excluding: output) {
        found += 1
        guard found % 256 == 0 else { continue }
        if isCancelled() { return }
        progress.note { $0.found = found }
      }
      progress.note {
        $0.found = found
        $0.isCounted = true
      }
    }
  }
}

/// Collects rows and writes them in groups.
private struct RowBuffer {
  let writer: LibraryWriter
  let overlays: OverlayFolder?
  let pending: PendingPaths
  var records: [ImageRecord] = []
  var stale: [OverlayName] = []
  var watch = Stopwatch()

  /// Adds a row; commits at once if commits are cheap, else after 64 rows or 1 s.
  mutating func add(_ record: ImageRecord, replacing overlay: OverlayName?) throws(Failure) {
    records.append(record)
    if let overlay, overlay != record.answer?.overlay { stale.append(overlay) }
    if writer.commitsCheaply || records.count >= 64 || watch.milliseconds > 1000 { try flush() }
  }

  mutating func flush() throws(Failure) {
    guard !records.isEmpty else { return }
    try writer.write(records)
    for overlay in stale { overlays?.remove(overlay) }
    for record in records { pending.remove(record.path) }
    records = []
    stale = []
    watch = Stopwatch()
  }
}

extension Failure {
  init(_ skipped: ImageRecord.Skipped) {
    self.init(
      ExitStatus(rawValue: Int32(skipped.status)) ?? .badData, "skipped", because: skipped.message)
  }
}
