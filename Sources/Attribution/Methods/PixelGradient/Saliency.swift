/// Saliency: the magnitude of the score's gradient at each pixel.
///
/// L = max over colour channels of |∂y/∂x|; never negative.
/// Simonyan et al. 2013, https://arxiv.org/abs/1312.6034
package struct Saliency: PixelMethod {
  package let labels = (name: "saliency", title: "Saliency")

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    largestMagnitude(try evidence.gradients(for: self))
  }
}
