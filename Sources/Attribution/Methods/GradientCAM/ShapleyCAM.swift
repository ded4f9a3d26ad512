/// Shapley-CAM: Grad-CAM with weights corrected by the curvature along the activations.
///
/// α_k = mean(g_k − ½ (H·A)_k), a second-order estimate of each channel's Shapley value. Equal to
/// Grad-CAM if the score is linear in the activations. Cai 2025, https://arxiv.org/abs/2501.06261
package struct ShapleyCAM: WeightingMethod {
  package let labels = (name: "shapley-cam", title: "ShapleyCAM")
  package let needs: EvidenceNeeds = [.activations, .gradients, .curvature]

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    let gradients = try evidence.gradients(for: self).channelMeans
    let curvatures = try evidence.curvature(for: self).channelMeans
    return zip(gradients, curvatures).map { $0 - 0.5 * $1 }
  }
}
