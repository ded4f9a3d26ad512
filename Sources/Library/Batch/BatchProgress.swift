import Support
import Synchronization

/// How far a batch is; read from any thread.
public final class BatchProgress: Sendable {
  /// Numbers of images.
  public struct Counts: Hashable, Sendable {
    /// Examined now.
    public var examined = 0
    /// Skipped now, with their reason in the library.
    public var skipped = 0
    /// In the library already.
    public var known = 0
    /// Another shard's.
    public var elsewhere = 0
    /// Found so far by counting ahead.
    public var found = 0
    /// Whether the count is complete.
    public var isCounted = false

    /// Dealt with in one way or another.
    public var done: Int { examined + skipped + known + elsewhere }
  }

  private let state = Mutex(Counts())
  private let watch = Stopwatch()

  /// Nothing is done yet.
  public init() {}

  /// The numbers now.
  public var counts: Counts { state.withLock { $0 } }

  /// Seconds since the start.
  public var seconds: Double { watch.milliseconds / 1e3 }

  func note(_ change: (inout Counts) -> Void) { state.withLock { change(&$0) } }
}
