import Architectures
import Attribution
import Imaging
import Inference
import Tensors

/// A class, a method and a layer: why the network answered as it did.
public struct Explanation: Sendable {
  /// What the network answered.
  public let examination: Examination
  /// What was asked.
  public let question: ExplanationQuestion
  /// The raw signed map.
  public let map: AttributionMap
  /// Whether the person stopped the method before it was done.
  public let isPartial: Bool
  /// The passes it took beyond the answer itself.
  public let passes: Passes
  /// Milliseconds that it took beyond the answer itself.
  public let milliseconds: Double

  /// An explanation.
  public init(
    examination: Examination, question: ExplanationQuestion, map: AttributionMap,
    isPartial: Bool = false, passes: Passes = Passes(), milliseconds: Double = 0
  ) {
    self.examination = examination
    self.question = question
    self.map = map
    self.isPartial = isPartial
    self.passes = passes
    self.milliseconds = milliseconds
  }

  /// The method's name on the command line.
  public var method: String { question.method.name }

  /// The name of the layer or layers.
  public var layer: String { question.place }

  /// The class that is explained.
  public var target: Classification.Prediction {
    examination.classification.prediction(question.target)
  }

  /// The class that it is contrasted with.
  public var versus: Classification.Prediction? {
    question.versus.map { examination.classification.prediction($0) }
  }

  /// The number that is explained: a logit, or the difference of two.
  public var score: Float { question.score.score(examination.classification.logits) }

  /// The scale that `style` draws the map on.
  public func scale(_ style: PictureStyle) -> DisplayScale {
    style.scale ?? DisplayScale(own: map, isSigned: style.isSigned)
  }

  /// Where the map adds up to the score exactly: its parts.
  public var account: EvidenceAccount? { EvidenceAccount(self) }
}

/// What a map adds up to, and what of the score it leaves out.
public struct EvidenceAccount: Hashable, Sendable {
  /// What all places together contribute.
  public let evidence: Double
  /// What the classifier's bias contributes, whatever the image shows.
  public let bias: Double
  /// The score that both add up to.
  public let score: Double

  /// The share of the score that the map accounts for; 1 where there is no bias.
  public var share: Double { evidence / score }

  /// The account of an explanation at the last stage, where pooling and the classifier are linear:
  /// Σ HiResCAM + b = y, and the same of CAM's mean; nil elsewhere.
  init?(_ explanation: Explanation) {
    let network = explanation.examination.network
    let question = explanation.question
    guard let head = network.head, question.layers.count == 1, question.smoothing == .none,
      !explanation.isPartial,
      network.network.layer(named: question.layers[0]) == head.layer
    else { return nil }
    let map = explanation.map
    switch question.method {
    case is CAM: evidence = map.sum / Double(map.values.count)
    case is HiResCAM, is GradCAM: evidence = map.sum
    default: return nil
    }
    let logits = explanation.examination.classification.logits
    bias = Double(head.bias(seed: question.score.seed(logits)))
    score = Double(explanation.score)
    guard abs(evidence + bias - score) <= 1e-3 * max(abs(score), abs(bias), 1e-6) else {
      return nil
    }
  }
}
