/// Eigen-CAM: the activations' first principal component, whatever the class.
///
/// X is hw × C with each channel centred (as pytorch-grad-cam does; the paper does not); the map is
/// X·v₁. Its sign is arbitrary in linear algebra and fixed here: the larger extreme is positive.
/// Muhammad and Yeasin 2020, https://arxiv.org/abs/2008.00299
public struct EigenCAM: AttributionMethod {
  /// The name on the command line.
  public let name = "eigen-cam"
  /// The authors' spelling.
  public let title = "Eigen-CAM"
  /// Where it was published.
  public let reference = "Muhammad and Yeasin 2020, arXiv:2008.00299"
  /// Activations alone.
  public let needs: Needs = .activations

  /// The method has no settings.
  public init() {}

  /// X·v₁.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    principalProjection(of: evidence.activations)
  }
}
