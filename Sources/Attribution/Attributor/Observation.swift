import Inference
import Tensors

/// Result of one forward pass: the logits and the data that planned requests need.
///
/// The classes to explain often depend on the prediction. An observation lets the explanations
/// reuse the forward pass of the prediction.
package struct Observation {
  package let logits: [Float]
  /// Activations (C, h, w) of the layers that were kept.
  package let activations: [Int: Tensor]
  let session: MainSession
  let key: MainSessions.Key
  let number: Int
}

extension Attributor {
  /// Runs `image` (1, C, H, W) once and keeps what requests like `kinds` need.
  ///
  /// The targets of `kinds` do not matter. The activations of `taps` are kept too.
  /// - Throws: `AttributionError`, also if a request in `kinds` can't be answered.
  package func observe(
    _ image: Tensor, for kinds: [MapRequest], taps: Set<Int> = []
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
      session: session, key: key, number: session.runs)
  }

  /// True if an observation holds everything that `kinds` need, so that no forward pass is made.
  ///
  /// Its activations are copies and stay valid. Gradients are valid until its session runs again.
  package func isReusable(_ observation: Observation, for kinds: [MapRequest]) -> Bool {
    isReusable(observation, for: key(kinds))
  }

  func isReusable(_ observation: Observation, for key: MainSessions.Key) -> Bool {
    let kept = observation.key
    guard key.taps.isSubset(of: kept.taps) else { return false }
    if !key.needsRecording && key.resumePoints.isEmpty { return true }
    return observation.number == observation.session.runs
      && key.gradients.isSubset(of: kept.gradients)
      && key.resumePoints.isSubset(of: kept.resumePoints)
      && (kept.includesBiases || !key.includesBiases)
  }
}
