/// Grad-CAM: each channel weighted by its mean gradient.
///
/// L = Σ_k α_k · A_k with α_k = (1/hw) Σ_ij g_k(i,j). At the last stage, CAM divided by hw.
/// Selvaraju et al. 2017, https://arxiv.org/abs/1610.02391
public struct GradCAM: WeightingMethod {
  /// The name on the command line.
  public let name = "grad-cam"
  /// The name as its authors write it.
  public let title = "Grad-CAM"
  /// Citation of the publication.
  public let reference = "Selvaraju et al. 2017, arXiv:1610.02391"
  /// Activations and gradients.
  public let needs: EvidenceNeeds = [.activations, .gradients]

  /// The method has no settings.
  public init() {}

  /// Mean gradient of each channel.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    try evidence.gradients(for: self).channelMeans
  }
}
