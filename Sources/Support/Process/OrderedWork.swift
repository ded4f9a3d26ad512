import Foundation

/// Runs work on several threads and delivers the results in order on the calling thread.
package enum OrderedWork {
  /// Gives `deliver` the result of each input of `next`, in their order, until it returns false.
  ///
  /// `next` returns nil after the last input; it is called on any thread, but never on two at once.
  /// At most `ahead` inputs are taken beyond the last delivered one. `start` is called once on each
  /// thread and returns the thread's work.
  /// Returns true if everything was delivered. Otherwise work in progress is finished and dropped.
  @discardableResult
  package static func run<Input: Sendable, Output: Sendable>(
    workers: Int, ahead: Int = .max, next: @escaping () -> Input?,
    start: @escaping @Sendable (_ worker: Int) -> (Input) -> Output,
    deliver: (Input, Output) -> Bool
  ) -> Bool {
    let queue = OrderedQueue<Input, Output>(workers: workers, ahead: ahead, next: next)
    for worker in 0..<workers {
      Thread.startDecoding {
        let work = start(worker)
        while let (index, input) = queue.claim() { queue.put(input, work(input), at: index) }
        queue.leave()
      }
    }
    defer { queue.stop() }
    while let (input, output) = queue.take() {
      guard deliver(input, output) else { return false }
    }
    return true
  }
}

/// A bounded queue: workers process inputs in any order, one reader takes the results in order.
private final class OrderedQueue<Input: Sendable, Output: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let ahead: Int
  private let next: () -> Input?
  private var items: [Int: (Input, Output)] = [:]
  private var claimed = 0
  private var taken = 0
  private var workers: Int
  private var isExhausted = false
  private var isStopped = false

  init(workers: Int, ahead: Int, next: @escaping () -> Input?) {
    self.workers = workers
    self.ahead = ahead
    self.next = next
  }

  /// Waits for room and returns the next index and input; nil at the end.
  func claim() -> (Int, Input)? {
    condition.withLock {
      while !isStopped, !isExhausted, claimed - taken >= ahead { condition.wait() }
      guard !isStopped, !isExhausted else { return nil }
      guard let input = next() else {
        isExhausted = true
        condition.broadcast()
        return nil
      }
      defer { claimed += 1 }
      return (claimed, input)
    }
  }

  /// Stores the result of a claimed input.
  func put(_ input: Input, _ output: Output, at index: Int) {
    condition.withLock {
      items[index] = (input, output)
      condition.broadcast()
    }
  }

  /// Waits for the next result in order; nil at the end.
  func take() -> (Input, Output)? {
    condition.withLock {
      while items[taken] == nil {
        if isExhausted, taken == claimed { return nil }
        condition.wait()
      }
      let item = items.removeValue(forKey: taken)
      taken += 1
      condition.broadcast()
      return item
    }
  }

  /// Unregisters a worker.
  func leave() {
    condition.withLock {
      workers -= 1
      condition.broadcast()
    }
  }

  /// Ends all claims and waits until all workers have left.
  func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
      while workers > 0 { condition.wait() }
    }
  }
}
