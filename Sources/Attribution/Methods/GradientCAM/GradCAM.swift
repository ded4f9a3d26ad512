/// Grad-CAM: each channel weighted by its mean gradient.
///
/// L = Σ_k α_k · A_k with α_k = (1/hw) Σ_ij g_k(i,j). At the last stage, CAM divided by hw.
/// Selvaraju et al. 2017, https://arxiv.org/abs/1610.02391
package struct GradCAM: WeightingMethod {
  package let name = "grad-cam"
  package let title = "Grad-CAM"
  package let reference = "Selvaraju et al. 2017, arXiv:1610.02391"
  package let needs: EvidenceNeeds = [.activations, .gradients]

  package init() {}

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    try evidence.gradients(for: self).channelMeans
  }
}
