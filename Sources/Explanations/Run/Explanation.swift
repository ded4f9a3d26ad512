import Architectures
import Attribution
import Imaging
import Inference
import Tensors

/// The map of one question about one examined image.
package struct Explanation: Sendable {
  package internal(set) var examination: Examination
  package let question: ExplanationQuestion
  /// The raw signed map.
  package let map: AttributionMap
  /// True if the method was cancelled before its end.
  package let isPartial: Bool
  /// Passes beyond the examination's forward pass.
  package let passes: Passes
  /// Milliseconds beyond the examination.
  package let milliseconds: Double

  package init(
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

  package var method: String { question.method.name }

  package var layer: String { question.place }

  package var target: Classification.Prediction {
    examination.classification.prediction(question.target)
  }

  package var versus: Classification.Prediction? {
    question.versus.map { examination.classification.prediction($0) }
  }

  /// The explained number: a logit, or the difference of two.
  package var score: Float { question.score.score(examination.classification.logits) }

  package func scale(_ style: PictureStyle) -> DisplayScale {
    style.scale ?? DisplayScale(own: map, isSigned: style.isSigned)
  }

  /// The exact parts of the score; nil if the map does not add up to it.
  package var account: EvidenceAccount? { EvidenceAccount(self) }
}

/// The parts of a score: the map's evidence and the classifier's bias.
package struct EvidenceAccount: Hashable, Sendable {
  /// Contributions of all places of the map and of the bias, and their sum.
  package let evidence, bias, score: Double

  /// Fraction of the score that the map accounts for; 1 without a bias, nil for a score of 0.
  package var share: Double? {
    let share = evidence / score
    return share.isFinite ? share : nil
  }

  package init(evidence: Double, bias: Double, score: Double) {
    (self.evidence, self.bias, self.score) = (evidence, bias, score)
  }

  /// The account at the last stage, where pooling and classifier are linear; nil elsewhere.
  ///
  /// Σ HiResCAM + b = y, and the mean of CAM + b = y.
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
