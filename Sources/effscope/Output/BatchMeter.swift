import Foundation
import Library
import Support
import Synchronization

/// The line that shows how far a batch is, written by a thread of its own.
final class BatchMeter: Sendable {
  let isShown: Bool
  private let progress: BatchProgress
  private let isRunning = Mutex(true)

  init(_ progress: BatchProgress, isShown: Bool) {
    self.progress = progress
    self.isShown = isShown
    guard isShown else { return }
    Thread.detachNewThread { [self] in
      var rate = BatchRate()
      while true {
        let counts = progress.counts
        rate.note(counts.done, seconds: progress.seconds)
        let line = Self.line(counts, rate.perSecond, columns: Self.columns)
        let isOver = isRunning.withLock { isRunning in
          if isRunning { Console.progress(line) }
          return !isRunning
        }
        if isOver { return }
        usleep(200_000)
      }
    }
  }

  /// Takes the line away until it is written again.
  func clear() {
    if isShown { Console.progress(nil) }
  }

  /// Takes it away for good.
  func stop() {
    isRunning.withLock { isRunning in
      if isRunning, isShown { Console.progress(nil) }
      isRunning = false
    }
  }

  /// A bar, how many of how many, images a second, the time that is left; all of it within `columns`.
  static func line(_ counts: BatchProgress.Counts, _ rate: Double?, columns: Int) -> String {
    let total = max(counts.found, counts.done)
    var text = NumberText.grouped(counts.done)
    if counts.isCounted { text += " of \(NumberText.grouped(total))" }
    if let rate {
      text += ", \(NumberText.significant(rate)) a second"
      if counts.isCounted, rate > 0 {
        text += ", \(PassReport.duration(Double(total - counts.done) / rate)) left"
      }
    }
    if counts.skipped > 0 { text += ", \(NumberText.grouped(counts.skipped)) skipped" }
    let room = min(columns - text.count - 4, 40)
    guard counts.isCounted, total > 0, room >= 8 else { return String(text.prefix(columns - 1)) }
    let filled = room * counts.done / total
    return String(repeating: "█", count: filled) + String(repeating: "░", count: room - filled)
      + "  " + text
  }

  private static var columns: Int { max(20, Console.columns(of: STDERR_FILENO)) }
}

/// Images a second over the last few seconds.
struct BatchRate {
  private var marks: [(done: Int, seconds: Double)] = []

  private static let span = 8.0

  /// The rate; nil in the first moments.
  var perSecond: Double? {
    guard let first = marks.first, let last = marks.last, last.seconds - first.seconds > 0.5 else {
      return nil
    }
    return Double(last.done - first.done) / (last.seconds - first.seconds)
  }

  /// Notes that so many are done after so many seconds.
  mutating func note(_ done: Int, seconds: Double) {
    marks.append((done, seconds))
    // One older mark stays, so that the span is covered.
    while marks.count > 2, seconds - marks[1].seconds > Self.span { marks.removeFirst() }
  }
}
