import Glibc

/// The number y that a map explains: a function of the logits.
public enum Target: Hashable, Sendable {
  /// A class's logit, before the softmax.
  case logit(Int)
  /// Why one class and not the other: the difference of two logits.
  case difference(Int, versus: Int)
  /// A class's probability, after the softmax.
  case probability(Int)
  /// A class's logit less `strength` times the softmax-weighted logits of its rivals (Finer-CAM).
  case contrast(Int, rivals: [Int], strength: Float)

  /// The class that the target speaks for.
  public var index: Int {
    switch self {
    case .logit(let index), .difference(let index, _), .probability(let index),
      .contrast(let index, _, _):
      index
    }
  }

  /// y.
  public func score(_ logits: [Float]) -> Float {
    switch self {
    case .logit(let index): logits[index]
    case .difference(let index, let other): logits[index] - logits[other]
    case .probability(let index): softmax(logits)[index]
    case .contrast(let index, let rivals, let strength):
      logits[index] - strength * Rivals(logits, rivals).mean
    }
  }

  /// ∂y/∂logits.
  public func seed(_ logits: [Float]) -> [Float] {
    var seed = [Float](repeating: 0, count: logits.count)
    switch self {
    case .logit(let index):
      seed[index] = 1
    case .difference(let index, let other):
      seed[index] += 1
      seed[other] -= 1
    case .probability(let index):
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

  /// How the seed changes as the logits move along `direction`; zero where y is linear in them.
  public func seedDerivative(_ logits: [Float], along direction: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: logits.count)
    switch self {
    case .logit, .difference:
      break
    case .probability(let index):
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

  /// Whether y is a fixed weighted sum of logits, which closed forms at the last stage rely on.
  public var isLinear: Bool {
    switch self {
    case .logit, .difference: true
    case .probability, .contrast: false
    }
  }
}

/// Rivals of a class: their softmax among themselves, and their logits' mean under it.
private struct Rivals {
  var weights: [Float]
  var mean: Float

  init(_ logits: [Float], _ rivals: [Int]) {
    weights = softmax(rivals.map { logits[$0] })
    mean = zip(weights, rivals).reduce(0) { $0 + $1.0 * logits[$1.1] }
  }

  /// The change of weights and mean as the logits move.
  func derivative(_ logits: [Float], _ rivals: [Int], along direction: [Float])
    -> (weights: [Float], mean: Float)
  {
    let drift = zip(weights, rivals).reduce(0) { $0 + $1.0 * direction[$1.1] }
    let changes = zip(weights, rivals).map { $0 * (direction[$1] - drift) }
    let meanChange = zip(changes, rivals).reduce(drift) { $0 + $1.0 * logits[$1.1] }
    return (changes, meanChange)
  }
}

/// e^z / Σ e^z, in double precision and shifted by the maximum so that nothing overflows.
public func probabilities(_ logits: [Float]) -> [Double] {
  guard let largest = logits.max() else { return [] }
  let powers = logits.map { exp(Double($0) - Double(largest)) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

/// e^z / Σ e^z, rounded to single precision.
public func softmax(_ logits: [Float]) -> [Float] { probabilities(logits).map { Float($0) } }
