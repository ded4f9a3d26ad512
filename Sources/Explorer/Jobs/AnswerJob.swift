import Explanations
import Support

extension JobKind {
  package static let answer = JobKind("answer", .compute, "classifying")
}

/// Classifies the open photograph.
package struct AnswerJob: Job {
  package static var kind: JobKind { .answer }
  package var network: AskedNetwork
  package var picture: String

  package static func desired(in state: State) -> AnswerJob? {
    guard let picture = state.subject.picture?.path, state.subject.wantedPicture == picture,
      state.subject.currentAnswer == nil, state.isRunnable
    else { return nil }
    return AnswerJob(network: state.subject.network, picture: picture)
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> PredictionFacts
  {
    try workbench.models.withLock { models throws(Failure) in
      PredictionFacts(try models.examination(network, picture, context), network: network)
    }
  }

  package func finish(_ answer: PredictionFacts, in state: inout State) {
    state.subject.answer = answer
    if state.screens.variants.measured[answer.network.variant] == nil,
      let forward = answer.phases.first(where: { $0.name == "forward" })
    {
      state.screens.variants.measured[answer.network.variant] = forward.milliseconds
    }
    state.screens.predict.cursor = min(
      state.screens.predict.cursor, max(0, answer.classes.count - 1))
  }
}

/// One class with its probability and logit.
package struct RankedClass: Equatable, Sendable {
  package var index: Int
  package var label: String
  package var probability: Double
  package var logit: Double

  package init(index: Int, label: String, probability: Double, logit: Double) {
    self.index = index
    self.label = label
    self.probability = probability
    self.logit = logit
  }
}

/// The part of a photograph that a network saw, in fractions of its width and height.
package struct Region: Equatable, Sendable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double = 0, y: Double = 0, width: Double = 1, height: Double = 1) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

/// The prediction of a network for a photograph.
package struct PredictionFacts: Equatable, Sendable {
  /// Duration of one phase.
  package struct Phase: Equatable, Sendable {
    package var name: String
    package var milliseconds: Double

    package init(_ name: String, _ milliseconds: Double) {
      self.name = name
      self.milliseconds = milliseconds
    }
  }

  package var network: AskedNetwork
  package var picture: String
  /// Description of where the weights come from.
  package var origin: String
  package var isUntrained: Bool
  /// All classes, ordered by probability.
  package var classes: [RankedClass]
  package var phases: [Phase]
  package var region: Region

  package init(
    network: AskedNetwork, picture: String, origin: String, isUntrained: Bool,
    classes: [RankedClass], phases: [Phase], region: Region
  ) {
    self.network = network
    self.picture = picture
    self.origin = origin
    self.isUntrained = isUntrained
    self.classes = classes
    self.phases = phases
    self.region = region
  }
}

extension PredictionFacts {
  /// Converts an examination.
  init(_ examination: Examination, network: AskedNetwork) {
    let classification = examination.classification
    self.init(
      network: network, picture: examination.photograph.name,
      origin: examination.network.origin.label, isUntrained: examination.network.origin.isUntrained,
      classes: classification.top(classification.logits.count).map { item in
        RankedClass(
          index: item.index, label: item.label, probability: item.probability,
          logit: Double(item.logit))
      },
      phases: [
        Phase("decode", examination.photograph.decodeMilliseconds),
        Phase("preprocess", examination.image.milliseconds),
        Phase("forward", examination.forwardMilliseconds),
      ],
      region: Region(examination.image))
  }
}

extension Region {
  /// The part of its photograph that a preprocessed image shows.
  init(_ image: PreparedImage) {
    let (seen, picture) = (image.rectangle, image.picture)
    self.init(
      x: Double(seen.x) / Double(picture.width), y: Double(seen.y) / Double(picture.height),
      width: Double(seen.width) / Double(picture.width),
      height: Double(seen.height) / Double(picture.height))
  }
}
