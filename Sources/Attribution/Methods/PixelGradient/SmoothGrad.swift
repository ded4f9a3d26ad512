import Tensors

/// SmoothGrad: the gradient averaged over noisy copies of the image.
///
/// L = max over colour channels of |mean of ∂y/∂x at x + δ|, δ ~ N(0, σ²) with σ 15 % of the image's
/// range; 25 draws unless chosen otherwise. Smilkov et al. 2017, https://arxiv.org/abs/1706.03825
public struct SmoothGrad: AttributionMethod {
  /// The name on the command line.
  public let name = "smooth-grad"
  /// The authors' spelling.
  public let title = "SmoothGrad"
  /// Where it was published.
  public let reference = "Smilkov et al. 2017, arXiv:1706.03825"
  /// Gradients at many images.
  public let needs: Needs = .perturbations
  /// It explains pixels.
  public let isPixelLevel = true
  /// The noise's standard deviation as a share of the image's range.
  public let noise: Float

  /// With `noise` as a share of the image's range.
  public init(noise: Float = 0.15) { self.noise = noise }

  private func samples(_ settings: MethodSettings) -> Int { settings.samples ?? 25 }

  /// N passes forward and back.
  public func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes {
    Passes(backward: samples(settings))
  }

  /// max_c |mean gradient|.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
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
