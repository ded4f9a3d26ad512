import Architectures
import Benchmarking
import Support

/// Measures latencies where a person asked for them, with a line of progress.
struct LatencyClock {
  let isMeasuring, isPredicting: Bool
  let threads, runs: Int
  let console: OutputArguments

  /// The rates of `base` on this machine, or nil where nothing shall be predicted.
  func rates(of base: Variant) throws(Failure) -> LatencyModel? {
    isPredicting ? try LatencyModel.measured(on: base, threads: threads) : nil
  }

  /// Mean milliseconds of one image, or nil where nothing shall be measured.
  func milliseconds(of variant: Variant) throws(Failure) -> Double? {
    guard isMeasuring else { return nil }
    defer { console.progress(nil) }
    return try LatencyMeter.meanMilliseconds(of: variant, threads: threads, runs: runs) { done in
      console.progress("measuring \(variant.title): \(done) of \(runs)")
      return !Interruption.isAsked
    }
  }
}
