/// Counts passes, tells the caller, and remembers whether the caller wants to go on.
final class PassCounter {
  private let total: Int
  private let totalWork: Double
  private let report: (Progress) -> Bool
  private let start = ContinuousClock.now
  private var done = 0
  private var work = 0.0
  private(set) var isCancelled = false

  /// Counts to `total` passes of `work` forward passes' worth.
  init(total: Int, work: Double, report: @escaping (Progress) -> Bool) {
    self.total = total
    self.totalWork = max(work, .leastNormalMagnitude)
    self.report = report
  }

  /// Counts `passes`, each of `work` forward passes' worth; false once the caller has had enough.
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
