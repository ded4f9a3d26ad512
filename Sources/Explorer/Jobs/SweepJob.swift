import Architectures
import Scaling
import Support

/// Counts the costs of a row of networks.
package struct SweepJob: Job {
  package static let kind = JobKind("sweep", .counting, "counting")
  package var question: SweepQuestion

  package static func desired(in state: State) -> SweepJob? {
    guard state.screen == .scaling, [.sweep, .stages].contains(state.screens.scaling.page) else {
      return nil
    }
    let question = state.screens.scaling.sweepQuestion
    return state.screens.scaling.cache.sweeps[question] == nil ? SweepJob(question: question) : nil
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> Sweep {
    do throws(ScalingError) {
      return try Sweep(question.kind, of: question.base, rule: question.rule)
    } catch {
      throw Failure(error, subject: question.base.title)
    }
  }

  package func finish(_ sweep: Sweep, in state: inout State) {
    state.screens.scaling.cache.keep(sweep, question)
  }
}

/// A row of networks along one dimension.
package struct SweepQuestion: Hashable, Sendable {
  package var base: Variant
  package var kind: SweepKind
  package var rule: CompoundScaling
}
