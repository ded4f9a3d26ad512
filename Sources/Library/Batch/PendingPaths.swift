import Support
import Synchronization

/// The images that a batch has taken and whose rows are not yet written; safe on any thread.
///
/// A path that sources name twice is examined by one worker only.
final class PendingPaths: Sendable {
  private let paths = Mutex(Set<RawPath>())

  /// Adds a path; false if it is pending already.
  func insert(_ path: RawPath) -> Bool { paths.withLock { $0.insert(path).inserted } }

  func remove(_ path: RawPath) { paths.withLock { _ = $0.remove(path) } }
}
