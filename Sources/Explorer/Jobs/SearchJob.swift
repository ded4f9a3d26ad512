import Architectures
import Scaling
import Support

/// Counts every (α, β, γ) of the paper's grid that keeps the constraint.
package struct SearchJob: Job {
  package static let kind = JobKind("search", .counting, "counting")
  package var base: Variant

  package static func desired(in state: State) -> SearchJob? {
    let scaling = state.screens.scaling
    return state.screen == .scaling && scaling.page == .search
      && scaling.cache.candidates[scaling.base] == nil ? SearchJob(base: scaling.base) : nil
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure)
    -> [ScalingSearch.Candidate]
  {
    let grid = ScalingSearch.steps(from: 1, to: 1.4, by: 0.05)
    do throws(ScalingError) {
      return try ScalingSearch(alphas: grid, betas: grid, gammas: grid).candidates(over: base)
    } catch {
      throw Failure(error, subject: base.title)
    }
  }

  package func finish(_ candidates: [ScalingSearch.Candidate], in state: inout State) {
    state.screens.scaling.keep(candidates, over: base)
  }
}
