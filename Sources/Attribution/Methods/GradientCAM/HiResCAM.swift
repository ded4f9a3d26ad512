import Tensors

/// HiResCAM: gradient times activation, place by place.
///
/// L = Σ_k g_k ⊙ A_k. At the last stage its sum plus the class's bias is exactly the logit.
/// Draelos and Carin 2020, https://arxiv.org/abs/2011.08891
public struct HiResCAM: ChannelwiseMethod {
  /// The name on the command line.
  public let name = "hires-cam"
  /// The authors' spelling.
  public let title = "HiResCAM"
  /// Where it was published.
  public let reference = "Draelos and Carin 2020, arXiv:2011.08891"
  /// Activations and gradients.
  public let needs: Needs = [.activations, .gradients]

  /// The method has no settings.
  public init() {}

  /// g ⊙ A.
  public func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor {
    evidence.combined(with: try evidence.gradients(for: self)) { $0 * $1 }
  }
}
