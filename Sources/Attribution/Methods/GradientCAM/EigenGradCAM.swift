/// Eigen-Grad-CAM: the first principal component of gradient times activation.
///
/// As defined by pytorch-grad-cam (Gildenblat et al. 2021), with the sign rule of Eigen-CAM.
package struct EigenGradCAM: AttributionMethod {
  package let labels = (name: "eigen-grad-cam", title: "Eigen-Grad-CAM")

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    principalProjection(
      of: evidence.combined(with: try evidence.gradients(for: self)) { $0 * $1 })
  }
}
