import Architectures
import Benchmarking
import Scaling
import Support

/// Counts the networks of a table of results, so that the screen can show it without delay, and
/// reads the latencies recorded on this machine, in seconds.
package struct ResultsJob: Job {
  package static let kind = JobKind("results", .counting, "counting", isKept: true)
  package var topic: ResultsTopic

  package static func desired(in state: State) -> ResultsJob? {
    let results = state.screens.results
    return state.screen == .results && !results.counted.contains(results.topic)
      ? ResultsJob(topic: results.topic) : nil
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> [Variant:
    Double]
  {
    _ = ResultsPage(topic)
    let records = LatencyRecords()
    return ResultsPage.latencyVariants.reduce(into: [:]) { known, variant in
      known[variant] = records.milliseconds(of: variant.name, by: .paper).map { $0 / 1e3 }
    }
  }

  package func finish(_ recorded: [Variant: Double], in state: inout State) {
    state.screens.results.note(counted: topic, recorded: recorded)
  }
}
