import Foundation

/// Divides memory among threads: one that needs more than is left waits until others are done.
package final class MemoryShares: @unchecked Sendable {
  private let given: Int?
  /// Asked for when two shares are wanted at once, so that a single thread does not pay for it.
  private lazy var capacity = given ?? FreeMemory.bytes.map { $0 / 2 } ?? .max
  private var taken = 0
  private let condition = NSCondition()

  /// Shares of `capacity` bytes, by default half of the memory that is free at the first need.
  package init(capacity: Int? = nil) { given = capacity }

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
