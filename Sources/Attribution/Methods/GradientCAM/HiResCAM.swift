import Tensors

/// HiResCAM: gradient times activation at each position.
///
/// L = Σ_k g_k ⊙ A_k. At the last stage, the sum of L plus the class's bias is exactly the logit.
/// Draelos and Carin 2020, https://arxiv.org/abs/2011.08891
package struct HiResCAM: ChannelwiseMethod {
  package let labels = (name: "hires-cam", title: "HiResCAM")

  package init() {}

  package func contributions(from evidence: LayerEvidence) throws(AttributionError) -> Tensor {
    evidence.combined(with: try evidence.gradients(for: self)) { $0 * $1 }
  }
}
