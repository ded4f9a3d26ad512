import Foundation
import Inference

/// Runs independent passes on several threads and delivers their results in order.
///
/// The caller's thread only waits and receives results; it can stop the run. Passes in progress are
/// then finished and delivered too, so the delivered results are always a prefix of all passes.
enum ParallelPasses {
  /// Runs `pass` for 0..<`count` on `workers` threads; `deliver` returns false to stop.
  static func run<Result: Sendable>(
    count: Int, workers: Int,
    _ pass: @escaping @Sendable (_ worker: Int, _ index: Int) throws(InferenceError) -> Result,
    deliver: (_ index: Int, Result) -> Bool
  ) throws(InferenceError) {
    let queue = PassQueue<Result>(count: count, workers: min(workers, count))
    for worker in 0..<min(workers, count) {
      let thread = Thread { queue.work { index throws(InferenceError) in try pass(worker, index) } }
      thread.stackSize = 4 << 20
      thread.start()
    }
    try queue.handOver(deliver)
  }
}

/// Shared state of the threads, protected by one lock.
private final class PassQueue<Result: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let count: Int
  private var running: Int
  private var next = 0
  private var isStopped = false
  private var finished: [Int: Result] = [:]
  private var failure: InferenceError?

  init(count: Int, workers: Int) {
    self.count = count
    running = workers
  }

  /// Body of a worker thread: runs passes until none are left.
  func work(_ pass: (Int) throws(InferenceError) -> Result) {
    condition.lock()
    while !isStopped && next < count {
      let index = next
      next += 1
      condition.unlock()
      do throws(InferenceError) {
        let result = try pass(index)
        condition.lock()
        finished[index] = result
      } catch {
        condition.lock()
        failure = failure ?? error
        isStopped = true
      }
      condition.signal()
    }
    running -= 1
    condition.signal()
    condition.unlock()
  }

  /// Called on the caller's thread: delivers results in order until the workers are done.
  func handOver(_ deliver: (Int, Result) -> Bool) throws(InferenceError) {
    var turn = 0
    condition.lock()
    while true {
      if let result = finished.removeValue(forKey: turn) {
        condition.unlock()
        let isWanted = deliver(turn, result)
        condition.lock()
        turn += 1
        if !isWanted { isStopped = true }
      } else if running > 0 {
        condition.wait()
      } else {
        break
      }
    }
    condition.unlock()
    if let failure { throw failure }
  }
}
