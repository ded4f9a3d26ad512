import Checkpoints
import Explanations
import Support

/// Downloads and installs the weights of a variant.
package struct PullJob: Job {
  package static let kind = JobKind("pull", .network, "downloading weights", isKept: true)
  package var variant: String
  package var purpose = Purpose.install

  /// What happens once the weights are installed.
  package enum Purpose: Hashable, Sendable { case install, use, explainSample }

  package init(variant: String, purpose: Purpose = .install) {
    (self.variant, self.purpose) = (variant, purpose)
  }

  /// The published size of a variant's weights, such as `19 MB`; nil if it is not known.
  static func size(of variant: String) -> String? {
    (try? Publication.named(variant))?.size.map(Numbers.bytes)
  }

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
      throw Failure(error, subject: variant, what: "can't download the weights")
    }
  }

  package func finish(_ output: Void, in state: inout State) {
    state.screens.variants.markInstalled(variant)
    state.jobs.forgetFailure(AnswerJob.kind)
    switch purpose {
    case .install: break
    case .use: state.use(AskedNetwork(variant))
    case .explainSample:
      state.use(AskedNetwork(variant))
      state.explainSample()
    }
    state.notice = Notice(.done, "installed the weights of \(variant)")
  }

  package func fail(_ failure: Failure, in state: inout State) {
    state.showWeightsFailure(failure.text, variant: variant, canPull: true, purpose: purpose)
  }
}

extension Jobs {
  /// The running download of a variant's weights.
  package func pull(of variant: String) -> Running? {
    running[PullJob.kind].flatMap { ($0.job.base as? PullJob)?.variant == variant ? $0 : nil }
  }
}
