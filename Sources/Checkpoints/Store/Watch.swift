import Glibc
import Synchronization

/// Awaits work that takes long while somebody looks on, ten times a second.
struct Watch: Sendable {
  /// Whether the person asked to stop.
  let isCancelled: @Sendable () -> Bool

  /// The result of `work`, which is cancelled when the person asks to stop; `tick` is called meanwhile.
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

  /// Waits, unless the person asks to stop.
  func sleep(seconds: Double) async {
    let end = Self.now + seconds
    while Self.now < end, !isCancelled() {
      try? await Task.sleep(for: .seconds(min(0.1, max(0.001, end - Self.now))))
    }
  }

  /// Seconds of a clock that never jumps.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Set once.
private final class Finished: Sendable {
  let isSet = Atomic(false)
}
