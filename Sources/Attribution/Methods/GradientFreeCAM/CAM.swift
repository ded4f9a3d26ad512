/// CAM: the last stage's activations weighted by the class's row of the classifier.
///
/// L = Σ_k w_k · A_k. Exact for a network that ends with global average pooling and one fully
/// connected layer: the mean of L plus the class's bias is the logit. Needs no backward pass.
/// Zhou et al. 2016, https://arxiv.org/abs/1512.04150
public struct CAM: WeightingMethod {
  /// The name on the command line.
  public let name = "cam"
  /// The name as its authors write it.
  public let title = "CAM"
  /// Citation of the publication.
  public let reference = "Zhou et al. 2016, arXiv:1512.04150"
  /// Activations and the classifier's row.
  public let needs: EvidenceNeeds = [.activations, .classifier]

  /// The method has no settings.
  public init() {}

  /// A logit or a difference of logits, unchanged; for other targets, the class's logit.
  public func target(for target: Target, logits: [Float]) -> Target {
    target.isLinear ? target : .logit(target.index)
  }

  /// The classifier's row w_k; throws `needsLastStage` at other layers.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    guard let row = evidence.classifierRow else { throw .needsLastStage(method: name) }
    return row
  }
}
