import Support
import Synchronization

/// Progress of a batch; safe to read from any thread.
package final class BatchProgress: Sendable {
  package struct Counts: Hashable, Sendable {
    /// Images examined in this run.
    package var examined = 0
    /// Images skipped in this run; the library holds the reasons.
    package var skipped = 0
    /// Images that are already in the library.
    package var known = 0
    /// Those of them whose rows are skipped ones.
    package var knownSkipped = 0
    /// Images of this run whose 16-bit grey was clipped.
    package var clipped = 0
    /// Files of the folders that are not called images and do not begin like one.
    package var others = OtherFiles()
    package var elsewhere = 0
    /// Images found so far by the thread that counts them.
    package var found = 0
    /// True once `found` is final.
    package var isCounted = false

    package var done: Int { examined + skipped + known + elsewhere }
  }

  private let state = Mutex(Counts())
  private let watch = Stopwatch()

  package init() {}

  package var counts: Counts { state.withLock { $0 } }

  package var seconds: Double { watch.milliseconds / 1e3 }

  func note(_ change: (inout Counts) -> Void) { state.withLock { change(&$0) } }
}
