import Foundation
import Support
import Synchronization
import Testing

@Suite struct MemoryTests {
  @Test func theKernelTellsWhatIsFree() throws {
    let free = try #require(FreeMemory.bytes)
    #expect(free > 1 << 20)
    #expect(UInt64(free) <= ProcessInfo.processInfo.physicalMemory)
  }

  @Test func sharesNeverExceedTheCapacity() {
    let shares = MemoryShares(capacity: 100)
    let held = Mutex((now: 0, most: 0))
    DispatchQueue.concurrentPerform(iterations: 64) { index in
      let bytes = 20 + index % 40
      shares.holding(bytes) {
        held.withLock { held in
          held.now += bytes
          held.most = max(held.most, held.now)
        }
        usleep(500)
        held.withLock { $0.now -= bytes }
      }
    }
    #expect(held.withLock { $0.most } <= 100)
    #expect(held.withLock { $0.now } == 0)
  }

  @Test func aShareAboveTheCapacityIsTakenAlone() {
    let shares = MemoryShares(capacity: 100)
    let count = Mutex((now: 0, most: 0))
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      shares.holding(1000) {
        count.withLock { count in
          count.now += 1
          count.most = max(count.most, count.now)
        }
        usleep(500)
        count.withLock { $0.now -= 1 }
      }
    }
    #expect(count.withLock { $0.most } == 1)
  }
}
