import Inference
import Tensors

/// What one forward pass over an image left behind: the logits, and whatever questions of the kinds it was
/// made for will need.
///
/// Which classes are asked about often depends on what the network answers. The pass that answers is also
/// the one that explanations go on from.
public struct Observation {
  /// The classifier's outputs, one for each class.
  public let logits: [Float]
  /// The activations of the layers that were kept, (C, h, w).
  public let activations: [Int: Tensor]
  let session: MainSession
  let key: MainSessions.Key
  let number: Int
}

extension Attributor {
  /// Runs `image` once, keeping what questions like `kinds` will need, whatever their targets, and the
  /// activations of `taps`.
  ///
  /// The observation serves `answer` until another image is run.
  /// - Throws: `AttributionError`, for a kind of question that can't be asked too.
  public func observe(
    _ image: Tensor, for kinds: [Question], taps: Set<Int> = []
  ) throws(AttributionError) -> Observation {
    for kind in kinds { try check(kind) }
    var key = key(kinds)
    key.taps.formUnion(taps)
    return try observe(image, key)
  }

  func observe(
    _ image: Tensor, _ key: MainSessions.Key
  ) throws(AttributionError) -> Observation {
    let session = try session(key)
    let logits = try run(session, image)
    return Observation(
      logits: logits,
      activations: Dictionary(
        uniqueKeysWithValues: key.taps.map { ($0, session.activation(of: $0)) }),
      session: session, key: key, number: passNumber)
  }

  /// Whether an observation is still in memory and holds all that a key asks for.
  func holds(_ observation: Observation, for key: MainSessions.Key) -> Bool {
    observation.number == passNumber && key.taps.isSubset(of: observation.key.taps)
      && key.gradients == observation.key.gradients
      && key.resumePoints == observation.key.resumePoints
      && key.includesBiases == observation.key.includesBiases
  }
}
