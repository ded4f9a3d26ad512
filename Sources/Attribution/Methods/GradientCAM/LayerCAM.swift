import Tensors

/// LayerCAM: each activation weighted by its own positive gradient; also suits early layers.
///
/// L = Σ_k max(g_k, 0) ⊙ A_k. Jiang et al. 2021, https://ieeexplore.ieee.org/document/9462463
public struct LayerCAM: ChannelwiseMethod {
  /// The name on the command line.
  public let name = "layer-cam"
  /// The name as its authors write it.
  public let title = "LayerCAM"
  /// Citation of the publication.
  public let reference = "Jiang et al. 2021, IEEE TIP 30, 5875–5888"
  /// Activations and gradients.
  public let needs: EvidenceNeeds = [.activations, .gradients]

  /// The method has no settings.
  public init() {}

  /// max(g, 0) ⊙ A.
  public func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor {
    evidence.combined(with: try evidence.gradients(for: self)) { $0 * max($1, 0) }
  }
}
