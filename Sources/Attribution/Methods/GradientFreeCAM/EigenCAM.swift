/// Eigen-CAM: the first principal component of the activations, independent of the class.
///
/// The map is X·v₁, where X is hw × C with each channel centred (as in pytorch-grad-cam, not in the
/// paper). The sign of a principal component is arbitrary; here the larger extreme is positive.
/// Muhammad and Yeasin 2020, https://arxiv.org/abs/2008.00299
package struct EigenCAM: AttributionMethod {
  package let labels = (name: "eigen-cam", title: "Eigen-CAM")
  package let needs: EvidenceNeeds = .activations

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    principalProjection(of: evidence.activations)
  }
}
