import Tensors

/// Integrated gradients: the gradient averaged on the way from a blank image to this one.
///
/// L = Σ_c x ⊙ (1/N) Σ_n ∂y/∂x at ((n − ½)/N) · x; the blank image is the mean colour. The map's sum
/// tends to y(x) − y(blank) as N grows; N = 50 unless chosen otherwise.
/// Sundararajan et al. 2017, https://arxiv.org/abs/1703.01365
public struct IntegratedGradients: AttributionMethod {
  /// The name on the command line.
  public let name = "integrated-gradients"
  /// The authors' spelling.
  public let title = "Integrated gradients"
  /// Where it was published.
  public let reference = "Sundararajan et al. 2017, arXiv:1703.01365"
  /// Gradients at many images.
  public let needs: Needs = .perturbations
  /// It explains pixels.
  public let isPixelLevel = true

  /// The method has no settings of its own.
  public init() {}

  private func samples(_ settings: MethodSettings) -> Int { settings.samples ?? 50 }

  /// N passes forward and back.
  public func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes {
    Passes(backward: samples(settings))
  }

  /// Σ_c x ⊙ mean gradient.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    let image = try evidence.image(for: self)
    let steps = samples(evidence.settings)
    let mean = try meanImageGradient(evidence, method: self, count: steps) { index, input in
      let share = (Float(index) + 0.5) / Float(steps)
      for place in input.indices { input[place] = image.storage.buffer[place] * share }
    }
    return channelProduct(image, mean)
  }
}
