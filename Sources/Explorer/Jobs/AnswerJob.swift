import Architectures
import Explanations
import Support

/// Classifies the open photograph.
package struct AnswerJob: ModelJob {
  package static let kind = JobKind("answer", .compute, "classifying")
  package var network: AskedNetwork
  package var picture: String

  package init(network: AskedNetwork, picture: String) {
    (self.network, self.picture) = (network, picture)
  }

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
    if let note = answer.clippingNote { state.notice = Notice(.hint, note) }
    let last = max(0, answer.classes.count - 1)
    state.screens.predict.cursor = min(state.screens.predict.cursor, last)
  }
}

/// One class with its probability.
package struct RankedClass: Equatable, Sendable {
  package var index: Int
  package var label: String
  /// Nil if the outputs are plain numbers.
  package var probability: Double?
  /// The network's output for it.
  package var logit: Double

  package init(index: Int, label: String, probability: Double?, logit: Double = 0) {
    (self.index, self.label) = (index, label)
    (self.probability, self.logit) = (probability, logit)
  }

  /// `39.5 %`, or the output if it is a plain number.
  var answer: String { probability.map { Numbers.percent($0) } ?? Numbers.fixed(logit, 3) }

  /// True if a sigmoid says that the class is present.
  var isPresent: Bool { (probability ?? 0) >= OutputActivation.threshold }
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
  /// What the outputs mean.
  package var output = OutputActivation.softmax
  /// True if each class is an answer of its own.
  package var isMultiLabel = false
  /// What the outputs mean, in a line; nil for softmax.
  package var outputLine: String?
  /// All classes, ordered by probability.
  package var classes: [RankedClass]
  package var phases: [Phase]
  package var region: Region
  /// A warning that the photograph does not reach the network as it is.
  package var clippingNote: String?

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
        RankedClass(
          index: $0.index, label: $0.label, probability: $0.probability, logit: Double($0.logit))
      },
      phases: [
        Phase("decode", examination.photograph.decodeMilliseconds),
        Phase("preprocess", examination.image.milliseconds),
        Phase("forward", examination.forwardMilliseconds),
      ],
      region: Region(examination.image))
    clippingNote = examination.photograph.clippingNote(for: examination.network.recipe)
    output = classification.output
    outputLine = examination.network.network.outputWords
    isMultiLabel = examination.network.network.isMultiLabel
  }

  /// What the outputs mean, in a word or two for a pane of `width`; nil for softmax, which needs none.
  func outputWords(width: Int) -> String? {
    if width < 50, output != .softmax { return output.rawValue }
    return switch output {
    case .softmax: nil
    case .sigmoid: isMultiLabel ? "sigmoid, ● from 50 %" : "sigmoid"
    case .linear: "linear: plain numbers"
    }
  }
}
