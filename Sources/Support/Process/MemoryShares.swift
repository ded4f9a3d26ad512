import Foundation

/// Divides memory among threads: one that needs more than is left waits until others are done.
package final class MemoryShares: @unchecked Sendable {
  private let capacity: Int
  private var taken = 0
  private let condition = NSCondition()

  /// Shares of `capacity` bytes, by default half of the memory that is free now.
  package init(capacity: Int? = nil) {
    self.capacity = capacity ?? FreeMemory.bytes.map { $0 / 2 } ?? .max
  }

  /// Runs `body` while `bytes` are taken; a share above the capacity is taken alone.
  package func holding<Result, Mistake: Error>(
    _ bytes: Int, _ body: () throws(Mistake) -> Result
  ) throws(Mistake) -> Result {
    condition.withLock {
      while taken > 0, taken > capacity - bytes { condition.wait() }
      taken += bytes
    }
    defer {
      condition.withLock {
        taken -= bytes
        condition.broadcast()
      }
    }
    return try body()
  }
}
