/// Ablation-CAM: each channel weighted by the relative drop of the score without that channel.
///
/// weight_k = (y − y_k) / y, where y_k is the score with channel k set to zero. At the last stage
/// it equals row_k · mean(A_k) / y (row: classifier weights) and needs no pass; at other layers it
/// costs one resumed pass per channel. Desai and Ramaswamy 2020,
/// https://openaccess.thecvf.com/content_WACV_2020/html/Desai_Ablation-CAM_Visual_Explanations_for_Deep_Convolutional_Network_via_Gradient-free_Localization_WACV_2020_paper.html
package struct AblationCAM: WeightingMethod {
  package let labels = (name: "ablation-cam", title: "Ablation-CAM")
  package let needs: EvidenceNeeds = [.activations, .perturbations]

  package func passes(channels: Int, isLastStage: Bool, _ settings: MethodSettings) -> Passes {
    isLastStage ? Passes() : Passes(resumed: min(settings.channels ?? channels, channels))
  }

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    let score = evidence.score
    let order = evidence.channelsByNorm
    var weights = [Float](repeating: 0, count: evidence.channels)
    if let row = evidence.classifierRow {
      let means = evidence.activations.channelMeans
      for channel in order { weights[channel] = row[channel] * means[channel] / score }
      return weights
    }
    let scores = try evidence.probe(for: self).scores(ablating: order)
    guard !scores.isEmpty else { throw .cancelled(method: name) }
    for (channel, ablated) in zip(order, scores) { weights[channel] = (score - ablated) / score }
    return weights
  }
}
