import Tensors

/// HiResCAM: gradient times activation at each position.
///
/// L = Σ_k g_k ⊙ A_k. At the last stage, the sum of L plus the class's bias is exactly the logit.
/// Draelos and Carin 2020, https://arxiv.org/abs/2011.08891
public struct HiResCAM: ChannelwiseMethod {
  /// The name on the command line.
  public let name = "hires-cam"
  /// The name as its authors write it.
  public let title = "HiResCAM"
  /// Citation of the publication.
  public let reference = "Draelos and Carin 2020, arXiv:2011.08891"
  /// Activations and gradients.
  public let needs: EvidenceNeeds = [.activations, .gradients]

  /// The method has no settings.
  public init() {}

  /// g ⊙ A.
  public func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor {
    evidence.combined(with: try evidence.gradients(for: self)) { $0 * $1 }
  }
}
