/// Eigen-Grad-CAM: the first principal component of gradient times activation.
///
/// As pytorch-grad-cam defines it; the sign is fixed as in Eigen-CAM.
public struct EigenGradCAM: AttributionMethod {
  /// The name on the command line.
  public let name = "eigen-grad-cam"
  /// The authors' spelling.
  public let title = "Eigen-Grad-CAM"
  /// Where it was published.
  public let reference = "Gildenblat et al. 2021, pytorch-grad-cam"
  /// Activations and gradients.
  public let needs: Needs = [.activations, .gradients]

  /// The method has no settings.
  public init() {}

  /// The projection of g ⊙ A.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    principalProjection(
      of: evidence.combined(with: try evidence.gradients(for: self)) { $0 * $1 })
  }
}
