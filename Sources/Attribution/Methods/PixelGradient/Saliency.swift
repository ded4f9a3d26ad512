/// Saliency: the magnitude of the score's gradient at each pixel.
///
/// L = max over colour channels of |∂y/∂x|; never negative.
/// Simonyan et al. 2013, https://arxiv.org/abs/1312.6034
public struct Saliency: AttributionMethod {
  /// The name on the command line.
  public let name = "saliency"
  /// The name as its authors write it.
  public let title = "Saliency"
  /// Citation of the publication.
  public let reference = "Simonyan et al. 2013, arXiv:1312.6034"
  /// The gradient at the image.
  public let needs: EvidenceNeeds = .imageGradients
  /// It explains the image.
  public let isPixelLevel = true

  /// The method has no settings.
  public init() {}

  /// max_c |g|.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    largestMagnitude(try evidence.gradients(for: self))
  }
}
