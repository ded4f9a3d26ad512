/// Eigen-CAM: the first principal component of the activations, independent of the class.
///
/// The map is X·v₁, where X is hw × C with each channel centred (as in pytorch-grad-cam, not in the
/// paper). The sign of a principal component is arbitrary; here the larger extreme is positive.
/// Muhammad and Yeasin 2020, https://arxiv.org/abs/2008.00299
public struct EigenCAM: AttributionMethod {
  /// The name on the command line.
  public let name = "eigen-cam"
  /// The name as its authors write it.
  public let title = "Eigen-CAM"
  /// Citation of the publication.
  public let reference = "Muhammad and Yeasin 2020, arXiv:2008.00299"
  /// Activations only.
  public let needs: EvidenceNeeds = .activations

  /// The method has no settings.
  public init() {}

  /// X·v₁.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    principalProjection(of: evidence.activations)
  }
}
