import Tensors

/// FullGrad: the sum of the contribution maps of the image and of every bias.
///
/// Σ_c ψ(|∂y/∂x ⊙ x|) + Σ_layers Σ_c ψ(|∂y/∂b_c · b_c|), where ψ scales to 0…1 and up-samples. Its
/// completeness property holds only for piecewise linear networks; with SiLU or squeeze-excite it
/// is a heuristic. Srinivas and Fleuret 2019, https://arxiv.org/abs/1905.00780
package struct FullGrad: PixelMethod {
  package let labels = (name: "full-grad", title: "FullGrad")
  package let needs: EvidenceNeeds = [.imageGradients, .biasGradients]

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
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
      // Up-sampling is linear, so the channels are summed before it.
      total = total.combined(with: sum.resized(height: height, width: width), +)
    }
    return total
  }

  /// Sum over channels of `magnitude(g)`, each channel scaled to 0…1.
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
