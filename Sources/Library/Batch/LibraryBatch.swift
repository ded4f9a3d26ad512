import Explanations
import Foundation
import Support

/// Examines many images into a library.
///
/// A batch that was stopped in any way goes on where it was: an image is done once its row is
/// committed, and its overlay is whole before that.
public final class LibraryBatch {
  /// How far it is.
  public let progress = BatchProgress()

  private let network: LoadedNetwork
  private let request: BatchRequest
  private let writer: LibraryWriter
  private let overlays: OverlayFolder?

  /// A batch of `request` into the library at `output`, which is made if it is not there.
  public init(
    _ network: LoadedNetwork, _ request: BatchRequest, output: String
  ) throws(Failure) {
    try request.check(against: network)
    self.network = network
    self.request = request
    writer = try LibraryWriter(
      output, settings: request.settings(network), classNames: network.classNames)
    overlays = request.overlays == nil ? nil : try OverlayFolder(writer.place)
  }

  /// Examines the images of `sources`; `report` is told of those that are skipped, and of folders that
  /// can't be read, on the calling thread.
  ///
  /// Once `isCancelled` answers true no further image is started. `countsAhead` goes through the
  /// sources a second time for the number of images. Returns whether everything was done.
  public func run(
    _ sources: ImageSources, countsAhead: Bool = false, isCancelled: @escaping @Sendable () -> Bool,
    report: (Failure) -> Void
  ) throws(Failure) -> Bool {
    if countsAhead { count(sources, isCancelled) }
    let candidates = BatchCandidates(
      sources, request: request, writer: writer, overlays: overlays, progress: progress,
      isCancelled: isCancelled)
    let worker = BatchWorker(network: network, request: request, overlays: overlays)
    var rows = RowBuffer(writer, overlays)
    var stop: Failure?
    let isComplete = Batch(network).run(candidates, isCancelled: isCancelled) {
      examiner, candidate in
      worker.examine(examiner, candidate)
    } deliver: { candidate, outcome in
      do throws(Failure) {
        switch outcome {
        case .elsewhere: progress.note { $0.elsewhere += 1 }
        case .stopped(let failure): throw failure
        case .record(let record):
          try rows.add(record, replacing: candidate.staleOverlay)
          progress.note { counts in
            if record.skipped == nil { counts.examined += 1 } else { counts.skipped += 1 }
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

  /// Counts the images on a thread of its own.
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

/// Rows on their way into the library.
private struct RowBuffer {
  private let writer: LibraryWriter
  private let overlays: OverlayFolder?
  private var records: [ImageRecord] = []
  private var stale: [String] = []
  private var watch = Stopwatch()

  init(_ writer: LibraryWriter, _ overlays: OverlayFolder?) {
    self.writer = writer
    self.overlays = overlays
  }

  /// Adds a row.
  ///
  /// Where a commit does not wait for the disk each row is committed at once.
  mutating func add(_ record: ImageRecord, replacing overlay: String?) throws(Failure) {
    records.append(record)
    if let overlay, overlay != record.answer?.overlay { stale.append(overlay) }
    if writer.commitsCheaply || records.count >= 64 || watch.milliseconds > 1000 { try flush() }
  }

  mutating func flush() throws(Failure) {
    guard !records.isEmpty else { return }
    try writer.write(records)
    for overlay in stale { overlays?.remove(overlay) }
    records = []
    stale = []
    watch = Stopwatch()
  }
}

extension Failure {
  /// The failure of an image as the library has it.
  init(_ skipped: ImageRecord.Skipped) {
    self.init(
      ExitStatus(rawValue: Int32(skipped.status)) ?? .badData, "skipped", because: skipped.message)
  }
}
