import Architectures

/// The score y that a map explains, a function of the logits.
package enum Target: Hashable, Sendable {
  case logit(Int)
  case difference(Int, versus: Int)
  /// A class's probability by softmax or sigmoid.
  case probability(Int, OutputActivation = .softmax)
  /// A class's logit minus `strength` times its rivals' softmax-weighted mean logit (Finer-CAM).
  case contrast(Int, rivals: [Int], strength: Float)

  package var index: Int {
    switch self {
    case .logit(let index), .difference(let index, _), .probability(let index, _),
      .contrast(let index, _, _):
      index
    }
  }

  /// This target with probabilities by `output`.
  func measured(by output: OutputActivation) -> Target {
    if case .probability(let index, _) = self { return .probability(index, output) }
    return self
  }

  /// The score y.
  package func score(_ logits: [Float]) -> Float {
    switch self {
    case .logit(let index): logits[index]
    case .difference(let index, let other): logits[index] - logits[other]
    case .probability(let index, let output):
      output.probabilities(logits).map { Float($0[index]) } ?? logits[index]
    case .contrast(let index, let rivals, let strength):
      logits[index] - strength * Rivals(logits, rivals).mean
    }
  }

  /// ∂y/∂logits, one value per class.
  package func seed(_ logits: [Float]) -> [Float] {
    var seed = [Float](repeating: 0, count: logits.count)
    switch self {
    case .logit(let index):
      seed[index] = 1
    case .difference(let index, let other):
      seed[index] += 1
      seed[other] -= 1
    case .probability(let index, .linear):
      seed[index] = 1
    case .probability(let index, .sigmoid):
      let probability = score(logits)
      seed[index] = probability * (1 - probability)
    case .probability(let index, .softmax):
      let probabilities = softmax(logits)
      for other in seed.indices { seed[other] = -probabilities[index] * probabilities[other] }
      seed[index] += probabilities[index]
    case .contrast(let index, let rivals, let strength):
      seed[index] = 1
      let weighted = Rivals(logits, rivals)
      for (weight, rival) in zip(weighted.weights, rivals) {
        seed[rival] -= strength * weight * (1 + logits[rival] - weighted.mean)
      }
    }
    return seed
  }

  /// Directional derivative of `seed` along `direction`; zero if y is linear in the logits.
  package func seedDerivative(_ logits: [Float], along direction: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: logits.count)
    switch self {
    case .logit, .difference, .probability(_, .linear):
      break
    case .probability(let index, .sigmoid):
      let probability = score(logits)
      result[index] =
        probability * (1 - probability) * (1 - 2 * probability) * direction[index]
    case .probability(let index, .softmax):
      let probabilities = softmax(logits)
      let mean = zip(probabilities, direction).reduce(0) { $0 + $1.0 * $1.1 }
      let changes = zip(probabilities, direction).map { $0 * ($1 - mean) }
      for other in result.indices {
        result[other] =
          -changes[index] * probabilities[other] - probabilities[index] * changes[other]
      }
      result[index] += changes[index]
    case .contrast(_, let rivals, let strength):
      let weighted = Rivals(logits, rivals)
      let change = weighted.derivative(logits, rivals, along: direction)
      for (place, rival) in rivals.enumerated() {
        result[rival] -=
          strength
          * (change.weights[place] * (1 + logits[rival] - weighted.mean)
            + weighted.weights[place] * (direction[rival] - change.mean))
      }
    }
    return result
  }

  /// True if y is a fixed weighted sum of logits; closed forms at the last stage need this.
  package var isLinear: Bool {
    switch self {
    case .logit, .difference, .probability(_, .linear): true
    case .probability, .contrast: false
    }
  }
}

/// The rivals of a class: softmax weights among themselves, and their weighted mean logit.
private struct Rivals {
  var weights: [Float]
  var mean: Float

  init(_ logits: [Float], _ rivals: [Int]) {
    weights = softmax(rivals.map { logits[$0] })
    mean = zip(weights, rivals).reduce(0) { $0 + $1.0 * logits[$1.1] }
  }

  /// Directional derivatives of weights and mean along `direction`.
  func derivative(_ logits: [Float], _ rivals: [Int], along direction: [Float])
    -> (weights: [Float], mean: Float)
  {
    let drift = zip(weights, rivals).reduce(0) { $0 + $1.0 * direction[$1.1] }
    let changes = zip(weights, rivals).map { $0 * (direction[$1] - drift) }
    let meanChange = zip(changes, rivals).reduce(drift) { $0 + $1.0 * logits[$1.1] }
    return (changes, meanChange)
  }
}
