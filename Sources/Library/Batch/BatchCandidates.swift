import Support

/// The images of a batch that are not done yet, found as they are needed.
///
/// Never asked from two threads at once; what went wrong is read when the batch has ended.
final class BatchCandidates: Sequence, IteratorProtocol {
  /// Why the library could not be asked any more.
  private(set) var failure: Failure?
  /// Folders and lists that could not be read.
  var sourceFailures: [Failure] { walk.failures }

  private var walk: ImageWalk
  private let request: BatchRequest
  private let writer: LibraryWriter
  private let overlays: OverlayFolder?
  private let progress: BatchProgress
  private let isCancelled: @Sendable () -> Bool

  init(
    _ sources: ImageSources, request: BatchRequest, writer: LibraryWriter,
    overlays: OverlayFolder?, progress: BatchProgress, isCancelled: @escaping @Sendable () -> Bool
  ) {
    walk = sources.walk(excluding: RawPath(writer.place.folder))
    self.request = request
    self.writer = writer
    self.overlays = overlays
    self.progress = progress
    self.isCancelled = isCancelled
  }

  /// The next image that has to be examined; nil after the last, or once the batch is cancelled.
  func next() -> BatchCandidate? {
    guard failure == nil else { return nil }
    while !isCancelled(), let path = walk.next() {
      if request.shardKey == .path, let shard = request.shard, !shard.owns(path.digest) {
        progress.note { $0.elsewhere += 1 }
        continue
      }
      let facts = FileFacts(of: path)
      let known: KnownImage?
      do throws(Failure) {
        known = try writer.known(path)
      } catch {
        failure = error
        return nil
      }
      if let known, isDone(known, facts) {
        progress.note { $0.known += 1 }
        continue
      }
      return BatchCandidate(path: path, facts: facts, staleOverlay: known?.overlay)
    }
    return nil
  }

  /// Whether the library's row still holds: the file is as it was, and so is its overlay.
  private func isDone(_ known: KnownImage, _ facts: FileFacts?) -> Bool {
    guard let facts, known.byteCount == facts.byteCount, known.modified == facts.modified else {
      return false
    }
    guard known.status == 0 else {
      // Bad data stays bad; what could not be read may be readable now.
      return known.status == Int(ExitStatus.badData.rawValue) && !request.triesSkippedAgain
    }
    guard let overlays else { return true }
    return known.overlay.map(overlays.has) ?? false
  }
}
