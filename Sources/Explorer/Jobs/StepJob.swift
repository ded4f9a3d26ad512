import Support

extension JobKind {
  package static let step = JobKind("step", .compute, "stepping")
}

/// Reads the output of one layer for the open photograph.
package struct StepJob: Job {
  package static var kind: JobKind { .step }
  package var question: StepQuestion

  package static func desired(in state: State) -> StepJob? {
    guard state.screen == .step, let question = state.stepScreen.question,
      state.screens.step.shown?.question != question, state.screens.step.kept(question) == nil
    else { return nil }
    return StepJob(question: question)
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> LayerActivation
  {
    try workbench.models.withLock { models throws(Failure) in
      try models.activation(question, context)
    }
  }

  package func finish(_ activation: LayerActivation, in state: inout State) {
    state.screens.step.show(activation)
  }
}
