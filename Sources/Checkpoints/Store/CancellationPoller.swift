import Glibc
import Synchronization

/// Awaits long work and polls for cancellation.
struct CancellationPoller: Sendable {
  /// Returns true if the user cancelled.
  let isCancelled: @Sendable () -> Bool

  /// Returns the result of `work`; its task is cancelled once `isCancelled` returns true.
  ///
  /// `isCancelled` and then `tick` are called every 50 ms until `work` ends.
  func run<Value: Sendable>(
    _ work: @escaping @Sendable () async -> Value, tick: () -> Void = {}
  ) async -> Value {
    let task = Task(operation: work)
    let finished = Finished()
    Task {
      _ = await task.value
      finished.isSet.store(true, ordering: .releasing)
    }
    while !finished.isSet.load(ordering: .acquiring) {
      if isCancelled() {
        task.cancel()
        break
      }
      tick()
      try? await Task.sleep(for: .milliseconds(50))
    }
    return await task.value
  }

  /// Sleeps; returns early on cancellation, which is polled every 0.1 s.
  func sleep(seconds: Double) async {
    let end = Self.now + seconds
    while Self.now < end, !isCancelled() {
      try? await Task.sleep(for: .seconds(min(0.1, max(0.001, end - Self.now))))
    }
  }

  /// Seconds of the monotonic clock.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// A flag that the waiting task sets when the work ends.
private final class Finished: Sendable {
  let isSet = Atomic(false)
}
