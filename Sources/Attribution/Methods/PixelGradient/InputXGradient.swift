import Tensors

/// Input × gradient: each pixel's value times its gradient.
///
/// L = Σ_c x ⊙ ∂y/∂x over colour channels of the preprocessed input, in which 0 is the mean colour.
/// Shrikumar et al. 2016, https://arxiv.org/abs/1605.01713
package struct InputXGradient: PixelMethod {
  package let labels = (name: "input-x-gradient", title: "Input × gradient")

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    channelProduct(try evidence.image(for: self), try evidence.gradients(for: self))
  }
}
