import Tensors

/// LayerCAM: every activation weighted by its own positive gradient, so that early layers work too.
///
/// L = Σ_k max(g_k, 0) ⊙ A_k. Jiang et al. 2021, https://ieeexplore.ieee.org/document/9462463
public struct LayerCAM: ChannelwiseMethod {
  /// The name on the command line.
  public let name = "layer-cam"
  /// The authors' spelling.
  public let title = "LayerCAM"
  /// Where it was published.
  public let reference = "Jiang et al. 2021, IEEE TIP 30, 5875–5888"
  /// Activations and gradients.
  public let needs: Needs = [.activations, .gradients]

  /// The method has no settings.
  public init() {}

  /// max(g, 0) ⊙ A.
  public func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor {
    evidence.combined(with: try evidence.gradients(for: self)) { $0 * max($1, 0) }
  }
}
