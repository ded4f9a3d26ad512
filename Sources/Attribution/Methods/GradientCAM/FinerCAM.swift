/// Finer-CAM: Grad-CAM of the difference between a class and the classes most similar to it.
///
/// y = y_c − α · Σ_d q_d y_d over the rivals d with the nearest logits, where q is the softmax over
/// the rivals. Three rivals and α = 1, as in pytorch-grad-cam. Zhang et al. 2025,
/// https://arxiv.org/abs/2501.11309
package struct FinerCAM: WeightingMethod {
  package let labels = (name: "finer-cam", title: "Finer-CAM")
  private let rivals = 3
  /// Weight α of the rivals.
  private let strength: Float = 1

  /// The class minus the classes with the nearest logits, or minus the other class of a difference.
  package func target(for target: Target, logits: [Float]) -> Target {
    let index = target.index
    if case .difference(_, let other) = target {
      return .contrast(index, rivals: [other], strength: strength)
    }
    let distances = logits.map { abs($0 - logits[index]) }
    let nearest = logits.indices.filter { $0 != index }
      .sorted { distances[$0] < distances[$1] || distances[$0] == distances[$1] && $0 < $1 }
    return .contrast(index, rivals: Array(nearest.prefix(rivals)), strength: strength)
  }

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    try evidence.gradients(for: self).channelMeans
  }
}
