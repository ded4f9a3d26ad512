import Tensors

/// Input × gradient: each pixel's value times its gradient.
///
/// L = Σ_c x ⊙ ∂y/∂x over colour channels of the preprocessed input, in which 0 is the mean colour.
/// Shrikumar et al. 2016, https://arxiv.org/abs/1605.01713
package struct InputXGradient: AttributionMethod {
  package let name = "input-x-gradient"
  package let title = "Input × gradient"
  package let reference = "Shrikumar et al. 2016, arXiv:1605.01713"
  package let needs: EvidenceNeeds = .imageGradients
  package let isPixelLevel = true

  package init() {}

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    channelProduct(try evidence.image(for: self), try evidence.gradients(for: self))
  }
}
