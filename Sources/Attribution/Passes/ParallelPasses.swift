import Foundation
import Inference

/// Independent passes shared among threads, their results handed over in order.
///
/// The caller's thread makes no passes: it waits, takes each result in its turn, and may stop the
/// rest. Passes already begun are finished and handed over too, so that what was delivered is always
/// the first so many.
enum ParallelPasses {
  /// Runs `pass` for 0..<`count` on `workers` threads; `deliver` returns whether to go on.
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

/// The state that the threads share, behind one lock.
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

  /// One thread's life: takes passes until there are none left.
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

  /// The caller's part: takes results in order until the threads are done.
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
