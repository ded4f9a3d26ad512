import Foundation
import Support

/// The first photograph of several, read on a thread of its own while their network is being loaded.
public final class PhotographAhead: @unchecked Sendable {
  private let path: String?
  private let condition = NSCondition()
  private var outcome: Result<Photograph, Failure>?
  private var isTaken = false

  /// Starts to read the first of `paths`, if there is one; `-` is standard input.
  public init(firstOf paths: [String]) {
    path = paths.first
    guard let path else { return }
    Thread.startDecoding { [self] in read(path) }
  }

  /// The photograph at `path`: the one that was read ahead, the first time, or one that is read now.
  ///
  /// What hindered the reading ahead is thrown here, too.
  public func photograph(at path: String) throws(Failure) -> Photograph {
    if path == self.path, let outcome = take() { return try outcome.get() }
    return try Photograph(reading: path)
  }

  private func read(_ path: String) {
    let outcome: Result<Photograph, Failure>
    do throws(Failure) {
      outcome = .success(try Photograph(reading: path))
    } catch {
      outcome = .failure(error)
    }
    condition.withLock {
      self.outcome = outcome
      condition.broadcast()
    }
  }

  /// Waits for the outcome and keeps it no longer; nil once it was taken.
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
