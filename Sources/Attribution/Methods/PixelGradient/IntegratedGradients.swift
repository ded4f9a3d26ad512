import Tensors

/// Integrated gradients: the gradient averaged along a straight path from a baseline to the image.
///
/// L = Σ_c x ⊙ (1/N) Σ_n ∂y/∂x at ((n − ½)/N) · x. The baseline is 0, the mean colour. The map's
/// sum tends to y(x) − y(baseline) as N grows; default N = 50.
/// Sundararajan et al. 2017, https://arxiv.org/abs/1703.01365
package struct IntegratedGradients: PixelMethod {
  package let labels = (name: "integrated-gradients", title: "Integrated gradients")
  package let needs: EvidenceNeeds = .perturbations

  private func samples(_ settings: MethodSettings) -> Int { settings.samples ?? 50 }

  package func passes(channels: Int, isLastStage: Bool, _ settings: MethodSettings) -> Passes {
    Passes(backward: samples(settings))
  }

  package func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap {
    let image = try evidence.image(for: self)
    let steps = samples(evidence.settings)
    let mean = try meanImageGradient(evidence, method: self, count: steps) { index, input in
      let fraction = (Float(index) + 0.5) / Float(steps)
      for place in input.indices { input[place] = image.storage.buffer[place] * fraction }
    }
    return channelProduct(image, mean)
  }
}
