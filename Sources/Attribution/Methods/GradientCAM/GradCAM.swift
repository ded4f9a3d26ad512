/// Grad-CAM: each channel weighted by its mean gradient.
///
/// L = Σ_k α_k · A_k with α_k = (1/hw) Σ_ij g_k(i,j). At the last stage, CAM divided by hw.
/// Selvaraju et al. 2017, https://arxiv.org/abs/1610.02391
package struct GradCAM: WeightingMethod {
  package let labels = (name: "grad-cam", title: "Grad-CAM")

  package init() {}

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    try evidence.gradients(for: self).channelMeans
  }
}
