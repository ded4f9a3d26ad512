import Tensors

/// SmoothGrad: the gradient averaged over noisy copies of the image.
///
/// L = max over colour channels of |mean of ∂y/∂x at x + δ|, δ ~ N(0, σ²); by default σ is 15 % of
/// the image's value range, with N = 25 draws.
/// Smilkov et al. 2017, https://arxiv.org/abs/1706.03825
package struct SmoothGrad: PixelMethod {
  package let labels = (name: "smooth-grad", title: "SmoothGrad")
  package let needs: EvidenceNeeds = .perturbations
  /// Standard deviation of the noise as a fraction of the image's value range.
  private let noise: Float = 0.15

  private func samples(_ settings: MethodSettings) -> Int { settings.samples ?? 25 }

  package func passes(channels: Int, isLastStage: Bool, _ settings: MethodSettings) -> Passes {
    Passes(backward: samples(settings))
  }

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    let image = try evidence.image(for: self)
    let pixels = image.storage.buffer
    let range = pixels.reduce(-.infinity, max) - pixels.reduce(.infinity, min)
    let deviation = Double(noise * range)
    let seed = evidence.settings.seed
    let mean = try meanImageGradient(
      evidence, method: self, count: samples(evidence.settings)
    ) { index, input in
      var generator = SeededGenerator(seed: seed &+ UInt64(index + 1))
      for place in input.indices {
        input[place] = image.storage.buffer[place] + Float(deviation * generator.normal())
      }
    }
    return largestMagnitude(mean)
  }
}
