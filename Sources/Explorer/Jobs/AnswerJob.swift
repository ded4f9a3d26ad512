import Explanations
import Support

/// Classifies the open photograph.
package struct AnswerJob: ModelJob {
  package static let kind = JobKind("answer", .compute, "classifying")
  package var network: AskedNetwork
  package var picture: String

  package static func desired(in state: State) -> AnswerJob? {
    guard let picture = state.subject.picture?.path, state.subject.wantedPicture == picture,
      state.subject.currentAnswer == nil, state.isRunnable
    else { return nil }
    return AnswerJob(network: state.subject.network, picture: picture)
  }

  package func run(with models: inout ModelCache) throws(Failure) -> PredictionFacts {
    PredictionFacts(try models.examination(network, picture), network: network)
  }

  package func finish(_ answer: PredictionFacts, in state: inout State) {
    state.subject.answer = answer
    let variant = answer.network.variant
    if state.screens.variants.measured[variant] == nil {
      state.screens.variants.measured[variant] =
        answer.phases.first { $0.name == "forward" }?.milliseconds
    }
    let last = max(0, answer.classes.count - 1)
    state.screens.predict.cursor = min(state.screens.predict.cursor, last)
  }
}

/// One class with its probability.
package struct RankedClass: Equatable, Sendable {
  package var index: Int
  package var label: String
  package var probability: Double

  package init(index: Int, label: String, probability: Double) {
    (self.index, self.label, self.probability) = (index, label, probability)
  }
}

/// The part of a photograph that a network saw, in fractions of its width and height.
package struct Region: Equatable, Sendable {
  package var x, y, width, height: Double

  package init(x: Double = 0, y: Double = 0, width: Double = 1, height: Double = 1) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  /// The part of its photograph that a preprocessed image shows.
  init(_ image: PreparedImage) {
    let (seen, picture) = (image.rectangle, image.picture)
    self.init(
      x: Double(seen.x) / Double(picture.width), y: Double(seen.y) / Double(picture.height),
      width: Double(seen.width) / Double(picture.width),
      height: Double(seen.height) / Double(picture.height))
  }
}

/// The prediction of a network for a photograph.
package struct PredictionFacts: Equatable, Sendable {
  package struct Phase: Equatable, Sendable {
    package var name: String
    package var milliseconds: Double

    package init(_ name: String, _ milliseconds: Double) {
      (self.name, self.milliseconds) = (name, milliseconds)
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
    (self.network, self.picture, self.origin) = (network, picture, origin)
    (self.isUntrained, self.classes) = (isUntrained, classes)
    (self.phases, self.region) = (phases, region)
  }

  init(_ examination: Examination, network: AskedNetwork) {
    let classification = examination.classification
    self.init(
      network: network, picture: examination.photograph.name,
      origin: examination.network.origin.label, isUntrained: examination.network.origin.isUntrained,
      classes: classification.top(classification.logits.count).map {
        RankedClass(index: $0.index, label: $0.label, probability: $0.probability)
      },
      phases: [
        Phase("decode", examination.photograph.decodeMilliseconds),
        Phase("preprocess", examination.image.milliseconds),
        Phase("forward", examination.forwardMilliseconds),
      ],
      region: Region(examination.image))
  }
}
