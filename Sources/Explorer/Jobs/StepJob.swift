import Explanations
import Support

/// Reads the output of one layer for the open photograph.
package struct StepJob: ModelJob {
  package static let kind = JobKind("step", .compute, "stepping")
  package var question: StepQuestion

  package static func desired(in state: State) -> StepJob? {
    guard state.screen == .step, let question = state.stepScreen.question,
      state.screens.step.shown?.question != question, state.screens.step.kept(question) == nil
    else { return nil }
    return StepJob(question: question)
  }

  package func run(with models: inout ModelCache) throws(Failure) -> StepAnswer {
    try models.activation(question)
  }

  package func finish(_ answer: StepAnswer, in state: inout State) {
    state.screens.step.show(answer)
  }
}

/// The output of a layer for one photograph.
package struct StepAnswer: Equatable, Sendable {
  package let question: StepQuestion
  package let activation: LayerActivation
  /// What the layer reads, and its weights; nil if they are not known.
  package let source: LayerSource?

  /// Compares questions and shapes: equal questions have equal values.
  package static func == (left: StepAnswer, right: StepAnswer) -> Bool {
    left.question == right.question && left.activation.shape == right.activation.shape
  }

  package init(
    question: StepQuestion, activation: LayerActivation, source: LayerSource? = nil
  ) {
    (self.question, self.activation, self.source) = (question, activation, source)
  }

  /// Number of elements that the answer holds.
  package var elements: Int {
    activation.values.count + (source?.inputs.reduce(0) { $0 + $1.count } ?? 0)
  }
}

/// The layer and the photograph whose activation is shown.
package struct StepQuestion: Hashable, Sendable {
  package var network: AskedNetwork
  package var picture: String
  /// Index in `Network.layers`.
  package var layer: Int
}
