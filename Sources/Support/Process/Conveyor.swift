import Foundation

/// Numbered places that workers fill in any order and one reader empties in order.
package final class Conveyor<Input: Sendable, Item: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let ahead: Int
  private let next: () -> Input?
  private var items: [Int: (Input, Item)] = [:]
  private var claimed = 0
  private var taken = 0
  private var workers = 0
  private var isExhausted = false
  private var isStopped = false

  /// Places for what `next` gives until it gives nil; at most `ahead` of them are claimed beyond the
  /// last that was taken.
  package init(ahead: Int, next: @escaping () -> Input?) {
    self.ahead = ahead
    self.next = next
  }

  /// A worker is about to start.
  package func enter() { condition.withLock { workers += 1 } }

  /// A worker has done its last place.
  package func leave() {
    condition.withLock {
      workers -= 1
      condition.broadcast()
    }
  }

  /// The next place to fill and what to fill it from, once there is room; nil when there is none left.
  package func claim() -> (Int, Input)? {
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

  /// Fills a claimed place.
  package func put(_ input: Input, _ item: Item, at index: Int) {
    condition.withLock {
      items[index] = (input, item)
      condition.broadcast()
    }
  }

  /// Empties the next place, once it is filled; nil after the last.
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

  /// Lets nobody claim another place and waits until all workers have left.
  package func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
      while workers > 0 { condition.wait() }
    }
  }
}
