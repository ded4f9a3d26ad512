import Tensors

/// LayerCAM: each activation weighted by its own positive gradient; also suits early layers.
///
/// L = Σ_k max(g_k, 0) ⊙ A_k. Jiang et al. 2021, IEEE TIP 30, 5875–5888,
/// https://ieeexplore.ieee.org/document/9462463
package struct LayerCAM: ChannelwiseMethod {
  package let labels = (name: "layer-cam", title: "LayerCAM")

  package init() {}

  package func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor {
    evidence.combined(with: try evidence.gradients(for: self)) { $0 * max($1, 0) }
  }
}
