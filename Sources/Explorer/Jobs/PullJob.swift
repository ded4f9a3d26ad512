import Checkpoints
import Explanations
import Support

/// Downloads and installs the weights of a variant.
package struct PullJob: Job {
  package static let kind = JobKind("pull", .network, "pulling weights", isKept: true)
  package var variant: String

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) {
    let store = workbench.store
    do throws(CheckpointError) {
      let publication = try Publication.named(variant)
      _ = try Blocking.run { () async throws(CheckpointError) in
        try await store.pull(publication, isCancelled: context.isCancelled) { step in
          context.progress(step.fraction, step.words)
        }
      }
    } catch {
      throw Failure(error, subject: variant, what: "can't pull the weights")
    }
  }

  package func finish(_ output: Void, in state: inout State) {
    if let index = state.screens.variants.all.firstIndex(where: { $0.name == variant }) {
      state.screens.variants.all[index].weights = .installed
    }
    state.jobs.forgetFailure(AnswerJob.kind)
    state.notice = Notice(.done, "installed the weights of \(variant)")
  }
}
