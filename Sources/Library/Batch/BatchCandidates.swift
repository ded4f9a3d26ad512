import Support

/// Finds the images that a batch must still examine, on demand.
///
/// Not thread-safe. Read the failures after the batch has ended.
final class BatchCandidates: Sequence, IteratorProtocol {
  /// The library error that ended the search.
  private(set) var failure: Failure?
  var sourceFailures: [Failure] { walk.failures }
  /// The images that `next` returned and that are to be removed once they are written.
  let pending = PendingPaths()

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

  /// The next image to examine; nil after the last one or once the batch is cancelled.
  func next() -> BatchCandidate? {
    guard failure == nil else { return nil }
    while !isCancelled(), let path = walk.next() {
      if request.shardKey == .path, let shard = request.shard, !shard.owns(path.digest) {
        progress.note { $0.elsewhere += 1 }
        continue
      }
      guard pending.insert(path) else {
        progress.note { $0.known += 1 }
        continue
      }
      let facts = FileFacts(of: path)
      do throws(Failure) {
        let known = try writer.known(path)
        guard let known, isDone(known, facts) else {
          return BatchCandidate(path: path, facts: facts, staleOverlay: known?.overlay)
        }
        pending.remove(path)
        progress.note { counts in
          counts.known += 1
          if known.status != 0 { counts.knownSkipped += 1 }
        }
      } catch {
        failure = error
        return nil
      }
    }
    progress.note { $0.others = walk.others }
    return nil
  }

  /// True if the library's row is still valid: the file is unchanged and its overlay exists.
  private func isDone(_ known: KnownImage, _ facts: FileFacts?) -> Bool {
    guard let facts, known.byteCount == facts.byteCount, known.modified == facts.modified else {
      return false
    }
    guard known.status == 0 else {
      // Bad data stays bad, but a file that could not be read may be readable now.
      return known.status == Int(ExitStatus.badData.rawValue) && !request.triesSkippedAgain
    }
    guard let overlays else { return true }
    return known.overlay.map(overlays.has) ?? false
  }
}
