import Tensors

/// FullGrad: the image's and every bias's share of the score, as pictures added up.
///
/// Σ_c ψ(|∂y/∂x ⊙ x|) + Σ_layers Σ_c ψ(|∂y/∂b_c · b_c|), where ψ stretches to 0…1 and up-samples. The
/// completeness behind it holds for piecewise linear networks alone: with SiLU and squeeze-excite
/// it is a heuristic. Srinivas and Fleuret 2019, https://arxiv.org/abs/1905.00780
public struct FullGrad: AttributionMethod {
  /// The name on the command line.
  public let name = "full-grad"
  /// The authors' spelling.
  public let title = "FullGrad"
  /// Where it was published.
  public let reference = "Srinivas and Fleuret 2019, arXiv:1905.00780"
  /// Gradients of the image and of all biases.
  public let needs: Needs = [.imageGradients, .biasGradients]
  /// It looks at all layers at once.
  public let isPixelLevel = true

  /// The method has no settings.
  public init() {}

  /// The sum of all stretched magnitudes, at the image's extents.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    let image = try evidence.image(for: self)
    let height = image.shape[1]
    let width = image.shape[2]
    let gradients = try evidence.gradients(for: self)
    var total = stretchedSum(gradients) { index, gradient in
      abs(gradient * image.storage.buffer[index])
    }
    for layer in evidence.biasGradients {
      let area = layer.gradient.shape[1] * layer.gradient.shape[2]
      let sum = stretchedSum(layer.gradient) { index, gradient in
        abs(gradient * layer.bias[index / area])
      }
      // Up-sampling is linear: the sum of up-sampled channels is the up-sampled sum.
      total = total.adding(sum.resized(height: height, width: width))
    }
    return total
  }

  /// Each channel of `magnitude(g)` stretched to 0…1, added up.
  private func stretchedSum(
    _ gradient: Tensor, _ magnitude: (_ index: Int, Float) -> Float
  ) -> AttributionMap {
    let area = gradient.shape[1] * gradient.shape[2]
    var sums = [Double](repeating: 0, count: area)
    for channel in 0..<gradient.shape[0] {
      let values = gradient.channel(channel).enumerated().map {
        magnitude(channel * area + $0.offset, $0.element)
      }
      let low = values.reduce(.infinity, min)
      let high = values.reduce(-.infinity, max) - low
      for (place, value) in values.enumerated() {
        sums[place] += Double((value - low) / (high + 1e-7))
      }
    }
    return AttributionMap(
      height: gradient.shape[1], width: gradient.shape[2], values: sums.map { Float($0) })
  }
}
