import Architectures
import Benchmarking
import Support

/// Measures the mean milliseconds of a pass with random weights, by the protocol of the paper's
/// Table 4.
package struct LatencyJob: Job {
  package static let kind = JobKind("latency", .compute, "measuring the latency")
  package var variant: Variant

  package static func desired(in state: State) -> LatencyJob? {
    guard state.screen == .results else { return nil }
    return state.screens.results.latencies.next.map { LatencyJob(variant: $0) }
  }

  /// Only the screens that show the result wait for it.
  package func isKept(in state: State) -> Bool {
    state.screen == .scaling || state.screen == .results
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> Double {
    let asked = LatencyProtocol.paper
    let mean = try LatencyMeter.meanMilliseconds(
      of: variant, threads: asked.threads, runs: asked.runs
    ) { done in
      context.progress(
        Double(done) / Double(asked.runs),
        "measuring \(variant.title): pass \(done + 1), random weights")
      return !context.isCancelled()
    }
    // A record is found by the variant's name; a custom scaling has none.
    if Variant.named(variant.name) == variant {
      var records = LatencyRecords()
      records.keep(mean, of: variant.name, by: asked)
    }
    return mean
  }

  package func finish(_ milliseconds: Double, in state: inout State) {
    state.screens.results.latencies.seconds[variant] = milliseconds / 1e3
  }

  package func fail(_ failure: Failure, in state: inout State) {
    if state.screens.results.latencies.isMeasuring {
      // A network that can't be measured does not stop the measuring of the others.
      state.screens.results.latencies.unmeasurable.insert(variant)
      state.jobs.forgetFailure(LatencyJob.kind)
    }
    state.notice = Notice(.failure, failure.text)
  }
}
