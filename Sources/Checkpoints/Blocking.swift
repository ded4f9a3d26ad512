import Dispatch
import Synchronization

/// Runs asynchronous work from synchronous code.
public enum Blocking {
  /// Blocks the calling thread until `work` ends; returns its result or throws its error.
  ///
  /// Must not be called from Swift's cooperative thread pool.
  public static func run<Value: Sendable, Problem: Error>(
    _ work: @escaping @Sendable () async throws(Problem) -> Value
  ) throws(Problem) -> Value {
    let outcome = Mutex<Result<Value, Problem>?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      let result: Result<Value, Problem>
      do throws(Problem) {
        result = .success(try await work())
      } catch {
        result = .failure(error)
      }
      outcome.withLock { $0 = result }
      done.signal()
    }
    done.wait()
    guard let result = outcome.withLock({ $0 }) else { preconditionFailure("work left no result") }
    return try result.get()
  }
}
