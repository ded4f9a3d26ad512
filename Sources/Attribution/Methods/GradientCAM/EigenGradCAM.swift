/// Eigen-Grad-CAM: the first principal component of gradient times activation.
///
/// As defined by pytorch-grad-cam, with the sign rule of Eigen-CAM.
public struct EigenGradCAM: AttributionMethod {
  /// The name on the command line.
  public let name = "eigen-grad-cam"
  /// The name as its authors write it.
  public let title = "Eigen-Grad-CAM"
  /// Citation of the publication.
  public let reference = "Gildenblat et al. 2021, pytorch-grad-cam"
  /// Activations and gradients.
  public let needs: EvidenceNeeds = [.activations, .gradients]

  /// The method has no settings.
  public init() {}

  /// First principal component of g ⊙ A.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    principalProjection(
      of: evidence.combined(with: try evidence.gradients(for: self)) { $0 * $1 })
  }
}
