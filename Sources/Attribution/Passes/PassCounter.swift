/// Counts passes, reports progress and records cancellation.
final class PassCounter {
  private let total: Int
  private let totalWork: Double
  private let report: (Progress) -> Bool
  private let start = ContinuousClock.now
  private var done = 0
  private var work = 0.0
  private(set) var isCancelled = false

  /// Creates a counter for `total` passes with a work of `work` full forward passes.
  init(total: Int, work: Double, report: @escaping (Progress) -> Bool) {
    self.total = total
    self.totalWork = max(work, .leastNormalMagnitude)
    self.report = report
  }

  /// Counts `passes`, each with a work of `each` full forward passes; returns false if cancelled.
  @discardableResult
  func advance(by passes: Int = 1, work each: Double) -> Bool {
    done += passes
    work += each * Double(passes)
    guard !isCancelled else { return false }
    let fraction = min(work / totalWork, 1)
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    isCancelled = !report(
      Progress(
        done: min(done, total), total: total, fraction: fraction, secondsElapsed: elapsed,
        secondsRemaining: fraction > 0 ? elapsed * (1 - fraction) / fraction : nil))
    return !isCancelled
  }
}
