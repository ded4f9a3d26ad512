import Foundation

/// A bounded queue: workers process inputs in any order, one reader takes the results in order.
package final class OrderedQueue<Input: Sendable, Item: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let limit: Int
  private let next: () -> Input?
  private var items: [Int: (Input, Item)] = [:]
  private var claimed = 0
  private var taken = 0
  private var workers = 0
  private var isExhausted = false
  private var isStopped = false

  /// Creates a queue over `next`; at most `limit` inputs are claimed but not taken.
  package init(limit: Int, next: @escaping () -> Input?) {
    self.limit = limit
    self.next = next
  }

  /// Registers a worker.
  package func addWorker() { condition.withLock { workers += 1 } }

  /// Unregisters a worker.
  package func removeWorker() {
    condition.withLock {
      workers -= 1
      condition.broadcast()
    }
  }

  /// Waits for room and returns the next index and input; nil at the end.
  package func claim() -> (Int, Input)? {
    condition.withLock {
      while !isStopped, !isExhausted, claimed - taken >= limit { condition.wait() }
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
  package func put(_ input: Input, _ item: Item, at index: Int) {
    condition.withLock {
      items[index] = (input, item)
      condition.broadcast()
    }
  }

  /// Waits for the next result in order; nil at the end.
  package func take() -> (Input, Item)? {
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

  /// Ends all claims and waits until all workers have left.
  package func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
      while workers > 0 { condition.wait() }
    }
  }
}
