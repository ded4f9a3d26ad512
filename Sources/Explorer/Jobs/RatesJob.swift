import Architectures
import Benchmarking
import Support

/// Measures the rates of this machine on the layers of the scaling screen's base network.
package struct RatesJob: Job {
  package static let kind = JobKind("rates", .compute, "timing the base network")
  package var base: Variant

  package static func desired(in state: State) -> RatesJob? {
    let base = state.screens.scaling.base
    return state.screen == .scaling && state.screens.scaling.cache.rates[base] == nil
      ? RatesJob(base: base) : nil
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> LatencyModel {
    context.progress(nil, "timing \(base.title)")
    return try LatencyModel.measured(on: base, threads: LatencyProtocol.paper.threads)
  }

  package func finish(_ model: LatencyModel, in state: inout State) {
    state.screens.scaling.keep(model, of: base)
  }
}
