import Architectures
import Benchmarking
import Support

/// Measures latencies where a person asked for them, with a line of progress.
struct LatencyClock {
  var isMeasuring: Bool
  var threads: Int
  var runs: Int
  var isQuiet: Bool

  /// Mean milliseconds of one image, or nil where nothing shall be measured.
  func milliseconds(of variant: Variant) throws(Failure) -> Double? {
    guard isMeasuring else { return nil }
    let isShown = !isQuiet && Console.isErrorATerminal
    defer { if isShown { Console.progress(nil) } }
    let samples = try LatencyMeter.milliseconds(of: variant, threads: threads, runs: runs) { done in
      if isShown { Console.progress("measuring \(variant.title): \(done) of \(runs)") }
      return !Interruption.isAsked
    }
    return samples.reduce(0, +) / Double(samples.count)
  }
}
