/// Eigen-Grad-CAM: the first principal component of gradient times activation.
///
/// As defined by pytorch-grad-cam, with the sign rule of Eigen-CAM.
package struct EigenGradCAM: AttributionMethod {
  package let name = "eigen-grad-cam"
  package let title = "Eigen-Grad-CAM"
  package let reference = "Gildenblat et al. 2021, pytorch-grad-cam"
  package let needs: EvidenceNeeds = [.activations, .gradients]

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    principalProjection(
      of: evidence.combined(with: try evidence.gradients(for: self)) { $0 * $1 })
  }
}
