/// Finer-CAM: Grad-CAM of the difference between a class and the classes most similar to it.
///
/// y = y_c − α · Σ_d q_d y_d over the rivals d with the nearest logits, where q is the softmax over
/// the rivals. Three rivals and α = 1, as in pytorch-grad-cam. Zhang et al. 2025,
/// https://arxiv.org/abs/2501.11309
public struct FinerCAM: WeightingMethod {
  /// The name on the command line.
  public let name = "finer-cam"
  /// The name as its authors write it.
  public let title = "Finer-CAM"
  /// Citation of the publication.
  public let reference = "Zhang et al. 2025, arXiv:2501.11309"
  /// Activations and gradients.
  public let needs: EvidenceNeeds = [.activations, .gradients]
  /// Number of rivals.
  public let rivals: Int
  /// Weight α of the rivals.
  public let strength: Float

  /// Creates the method with the number of rivals and their weight α.
  public init(rivals: Int = 3, strength: Float = 1) {
    self.rivals = rivals
    self.strength = strength
  }

  /// The class minus the classes with the nearest logits, or minus the other class of a difference.
  public func target(for target: Target, logits: [Float]) -> Target {
    let index = target.index
    if case .difference(_, let other) = target {
      return .contrast(index, rivals: [other], strength: strength)
    }
    let distances = logits.map { abs($0 - logits[index]) }
    let nearest = logits.indices.filter { $0 != index }
      .sorted { distances[$0] < distances[$1] || distances[$0] == distances[$1] && $0 < $1 }
    return .contrast(index, rivals: Array(nearest.prefix(rivals)), strength: strength)
  }

  /// The mean gradient of each channel.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    try evidence.gradients(for: self).channelMeans
  }
}
