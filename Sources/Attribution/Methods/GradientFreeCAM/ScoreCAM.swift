/// Score-CAM: each channel weighted by the score of the image masked with that channel.
///
/// s = softmax over channels of y(x ⊙ norm01(U(A_k))); the paper's baseline term is the same for
/// all channels and cancels. The mask is up-sampled with aligned corners, then scaled to 0…1, as
/// in pytorch-grad-cam. One forward pass per channel.
/// Wang et al. 2020, https://arxiv.org/abs/1910.01279
public struct ScoreCAM: WeightingMethod {
  /// The name on the command line.
  public let name = "score-cam"
  /// The name as its authors write it.
  public let title = "Score-CAM"
  /// Citation of the publication.
  public let reference = "Wang et al. 2020, arXiv:1910.01279"
  /// Activations and one forward pass per channel.
  public let needs: EvidenceNeeds = [.activations, .perturbations]

  /// The method has no settings of its own.
  public init() {}

  /// One forward pass per channel.
  public func passes(at geometry: LayerGeometry, settings: MethodSettings) -> Passes {
    Passes(forward: min(settings.channels ?? geometry.channels, geometry.channels))
  }

  /// Softmax of the masked images' scores.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    let image = try evidence.image(for: self)
    let order = evidence.channelsByNorm
    let activations = evidence.activations
    let scores = try evidence.probe(for: self).scores(count: order.count) { index, input in
      let mask = channelMask(activations, channel: order[index], like: image)
      multiply(image, by: mask, into: input)
    }
    return try softmaxWeights(scores, of: order, channels: evidence.channels, method: name)
  }
}
