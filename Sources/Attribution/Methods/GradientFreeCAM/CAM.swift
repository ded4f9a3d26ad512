/// CAM: the last stage's activations weighted by the class's row of the classifier.
///
/// L = Σ_k w_k · A_k. Exact for a network that ends with global average pooling and one fully
/// connected layer: the mean of L plus the class's bias is the logit. Needs no backward pass.
/// Zhou et al. 2016, https://arxiv.org/abs/1512.04150
package struct CAM: WeightingMethod {
  package let labels = (name: "cam", title: "CAM")
  package let needs: EvidenceNeeds = [.activations, .classifier]

  package init() {}

  /// A logit or a difference of logits, unchanged; for other targets, the class's logit.
  package func target(for target: Target, logits: [Float]) -> Target {
    target.isLinear ? target : .logit(target.index)
  }

  /// The classifier's row w_k; throws `needsLastStage` at other layers.
  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    guard let row = evidence.classifierRow else { throw .needsLastStage(method: name) }
    return row
  }
}
