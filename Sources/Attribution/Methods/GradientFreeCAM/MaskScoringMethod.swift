/// Score-CAM and its kin: a channel weighs as much as the image scores under the channel's masks.
///
/// The weights are the softmax over channels of the mean score; one forward pass per mask.
package protocol MaskScoringMethod: WeightingMethod {
  /// Number of masks of each channel; by default 1.
  func masks(_ settings: MethodSettings) -> Int
  /// Makes mask `number` of a channel of its up-sampled activations, 0…1; by default no change.
  func vary(_ mask: inout [Float], channel: Int, number: Int, _ settings: MethodSettings)
}

extension MaskScoringMethod {
  package var needs: EvidenceNeeds { [.activations, .perturbations] }

  package func masks(_ settings: MethodSettings) -> Int { 1 }

  package func vary(
    _ mask: inout [Float], channel: Int, number: Int, _ settings: MethodSettings
  ) {}

  package func passes(channels: Int, isLastStage: Bool, _ settings: MethodSettings) -> Passes {
    Passes(forward: min(settings.channels ?? channels, channels) * masks(settings))
  }

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    let image = try evidence.image(for: self)
    let order = evidence.channelsByNorm
    let (activations, settings) = (evidence.activations, evidence.settings)
    let masks = masks(settings)
    let scores = try evidence.probe(for: self).scores(count: order.count * masks) { index, input in
      let channel = order[index / masks]
      var mask = channelMask(activations, channel: channel, like: image)
      vary(&mask, channel: channel, number: index % masks, settings)
      multiply(image, by: mask, into: input)
    }
    guard !scores.isEmpty else { throw .cancelled(method: name) }
    var weights = [Float](repeating: 0, count: evidence.channels)
    for (channel, weight) in zip(order, softmax(means(of: scores, every: masks))) {
      weights[channel] = weight
    }
    return weights
  }
}

/// Mean of each group of `size` consecutive scores; the last group may be smaller.
private func means(of scores: [Float], every size: Int) -> [Float] {
  stride(from: 0, to: scores.count, by: size).map { start in
    let run = scores[start..<min(start + size, scores.count)]
    return Float(run.reduce(0.0) { $0 + Double($1) } / Double(run.count))
  }
}
