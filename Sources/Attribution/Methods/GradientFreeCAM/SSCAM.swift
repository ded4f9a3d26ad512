/// SS-CAM: Score-CAM with the scores averaged over N noisy masks.
///
/// s_k = softmax of (1/N) Σ_n [y(x ⊙ (norm01(U(A_k)) + δ_n)) − y(x)], δ ~ N(0, σ²); defaults N = 35
/// and σ = 2. y(x) is the same for all channels and cancels. N forward passes per channel.
/// Wang et al. 2020, https://arxiv.org/abs/2006.14255
public struct SSCAM: WeightingMethod {
  /// The name on the command line.
  public let name = "ss-cam"
  /// The name as its authors write it.
  public let title = "SS-CAM"
  /// Citation of the publication.
  public let reference = "Wang et al. 2020, arXiv:2006.14255"
  /// Activations and N forward passes per channel.
  public let needs: EvidenceNeeds = [.activations, .perturbations]
  /// Standard deviation of the noise.
  public let deviation: Float

  /// Creates the method with the standard deviation of the noise.
  public init(deviation: Float = 2) { self.deviation = deviation }

  private func samples(_ settings: MethodSettings) -> Int { settings.samples ?? 35 }

  /// N forward passes per channel.
  public func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes {
    Passes(
      forward: min(settings.channels ?? geometry.channels, geometry.channels) * samples(settings))
  }

  /// Softmax of the mean scores.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    let image = try evidence.image(for: self)
    let order = evidence.channelsByNorm
    let draws = samples(evidence.settings)
    let seed = evidence.settings.seed
    let activations = evidence.activations
    let deviation = Double(deviation)
    let scores = try evidence.probe(for: self).scores(count: order.count * draws) { index, input in
      let channel = order[index / draws]
      var mask = channelMask(activations, channel: channel, like: image)
      var generator = SeededGenerator(seed: seed &+ UInt64(channel * draws + index % draws + 1))
      for place in mask.indices { mask[place] += Float(deviation * generator.normal()) }
      multiply(image, by: mask, into: input)
    }
    return try softmaxWeights(
      means(of: scores, every: draws), of: order, channels: evidence.channels, method: name)
  }
}
