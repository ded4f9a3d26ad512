/// IS-CAM: Score-CAM with the scores averaged over N evenly spaced mask strengths.
///
/// s_k = softmax of (1/N) Σ_n [y((n/N) · x ⊙ norm01(U(A_k))) − y(x)]; default N = 10. y(x) is the
/// same for all channels and cancels. N forward passes per channel. torch-cam accumulates the
/// steps instead of spacing them evenly.
/// Naidu et al. 2020, https://arxiv.org/abs/2010.03023
public struct ISCAM: WeightingMethod {
  /// The name on the command line.
  public let name = "is-cam"
  /// The name as its authors write it.
  public let title = "IS-CAM"
  /// Citation of the publication.
  public let reference = "Naidu et al. 2020, arXiv:2010.03023"
  /// Activations and N forward passes per channel.
  public let needs: EvidenceNeeds = [.activations, .perturbations]

  /// The method has no settings of its own.
  public init() {}

  private func samples(_ settings: MethodSettings) -> Int { settings.samples ?? 10 }

  /// N forward passes per channel.
  public func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes {
    Passes(
      forward: min(settings.channels ?? geometry.channels, geometry.channels) * samples(settings))
  }

  /// Softmax of the mean scores.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    let image = try evidence.image(for: self)
    let order = evidence.channelsByNorm
    let steps = samples(evidence.settings)
    let activations = evidence.activations
    let scores = try evidence.probe(for: self).scores(count: order.count * steps) { index, input in
      var mask = channelMask(activations, channel: order[index / steps], like: image)
      let fraction = Float(index % steps + 1) / Float(steps)
      for place in mask.indices { mask[place] *= fraction }
      multiply(image, by: mask, into: input)
    }
    return try softmaxWeights(
      means(of: scores, every: steps), of: order, channels: evidence.channels, method: name)
  }
}
