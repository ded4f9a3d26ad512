import Foundation
import Imaging
import Support

/// Reads the first of several photographs on its own thread while the network is loaded.
package final class PhotographPrefetch: @unchecked Sendable {
  private let path: String?
  private let pixelLimit: Int
  private let condition = NSCondition()
  private var outcome: Result<Photograph, Failure>?
  private var isTaken = false

  /// Starts to read the first of `paths`; `-` is standard input.
  ///
  /// Photographs of more than `pixelLimit` pixels are refused.
  package init(firstOf paths: [String], pixelLimit: Int = Picture.standardPixelLimit) {
    path = paths.first
    self.pixelLimit = pixelLimit
    guard let path else { return }
    Thread.startDecoding { [self] in read(path) }
  }

  /// The photograph at `path`: the prefetched one on its first use, else read now.
  ///
  /// Throws the failure of the prefetch, too.
  package func photograph(at path: String) throws(Failure) -> Photograph {
    if path == self.path, let outcome = take() { return try outcome.get() }
    return try Photograph(reading: path, pixelLimit: pixelLimit)
  }

  private func read(_ path: String) {
    let outcome: Result<Photograph, Failure>
    do throws(Failure) {
      outcome = .success(try Photograph(reading: path, pixelLimit: pixelLimit))
    } catch {
      outcome = .failure(error)
    }
    condition.withLock {
      self.outcome = outcome
      condition.broadcast()
    }
  }

  /// Waits for the outcome and releases it; nil after the first call.
  private func take() -> Result<Photograph, Failure>? {
    condition.withLock {
      guard !isTaken else { return nil }
      isTaken = true
      while outcome == nil { condition.wait() }
      defer { outcome = nil }
      return outcome
    }
  }
}
