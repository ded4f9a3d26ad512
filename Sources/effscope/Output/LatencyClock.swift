import Architectures
import Benchmarking
import Support

/// Measures latencies where a person asked for them, with a line of progress.
struct LatencyClock {
  let isMeasuring: Bool
  let threads, runs: Int
  let console: OutputArguments

  /// Mean milliseconds of one image, or nil where nothing shall be measured.
  func milliseconds(of variant: Variant) throws(Failure) -> Double? {
    guard isMeasuring else { return nil }
    defer { console.progress(nil) }
    let samples = try LatencyMeter.milliseconds(of: variant, threads: threads, runs: runs) { done in
      console.progress("measuring \(variant.title): \(done) of \(runs)")
      return !Interruption.isAsked
    }
    return samples.reduce(0, +) / Double(samples.count)
  }
}
