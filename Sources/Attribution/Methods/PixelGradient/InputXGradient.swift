import Tensors

/// Input × gradient: each pixel's value times its gradient.
///
/// L = Σ_c x ⊙ ∂y/∂x over colour channels of the preprocessed input, in which 0 is the mean colour.
/// Shrikumar et al. 2016, https://arxiv.org/abs/1605.01713
public struct InputXGradient: AttributionMethod {
  /// The name on the command line.
  public let name = "input-x-gradient"
  /// The name as its authors write it.
  public let title = "Input × gradient"
  /// Citation of the publication.
  public let reference = "Shrikumar et al. 2016, arXiv:1605.01713"
  /// The gradient at the image.
  public let needs: EvidenceNeeds = .imageGradients
  /// It explains the image.
  public let isPixelLevel = true

  /// The method has no settings.
  public init() {}

  /// Σ_c x ⊙ g.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    channelProduct(try evidence.image(for: self), try evidence.gradients(for: self))
  }
}
