import Tensors

/// Integrated gradients: the gradient averaged along a straight path from a baseline to the image.
///
/// L = Σ_c x ⊙ (1/N) Σ_n ∂y/∂x at ((n − ½)/N) · x. The baseline is 0, the mean colour. The map's
/// sum tends to y(x) − y(baseline) as N grows; default N = 50.
/// Sundararajan et al. 2017, https://arxiv.org/abs/1703.01365
public struct IntegratedGradients: AttributionMethod {
  /// The name on the command line.
  public let name = "integrated-gradients"
  /// The name as its authors write it.
  public let title = "Integrated gradients"
  /// Citation of the publication.
  public let reference = "Sundararajan et al. 2017, arXiv:1703.01365"
  /// Gradients at N images.
  public let needs: EvidenceNeeds = .perturbations
  /// It explains the image.
  public let isPixelLevel = true

  /// The method has no settings of its own.
  public init() {}

  private func samples(_ settings: MethodSettings) -> Int { settings.samples ?? 50 }

  /// N forward and backward passes.
  public func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes {
    Passes(backward: samples(settings))
  }

  /// Σ_c x ⊙ mean gradient.
  public func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    let image = try evidence.image(for: self)
    let steps = samples(evidence.settings)
    let mean = try meanImageGradient(evidence, method: self, count: steps) { index, input in
      let fraction = (Float(index) + 0.5) / Float(steps)
      for place in input.indices { input[place] = image.storage.buffer[place] * fraction }
    }
    return channelProduct(image, mean)
  }
}
