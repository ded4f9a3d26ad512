/// CAM: the last stage's activations weighted by the class's row of the classifier.
///
/// L = Σ_k w_k · A_k. Exact for a network that ends in global average pooling and one fully
/// connected layer: the mean of L plus the class's bias is the logit. No backward pass is needed.
/// Zhou et al. 2016, https://arxiv.org/abs/1512.04150
public struct CAM: WeightingMethod {
  /// The name on the command line.
  public let name = "cam"
  /// The authors' spelling.
  public let title = "CAM"
  /// Where it was published.
  public let reference = "Zhou et al. 2016, arXiv:1512.04150"
  /// Activations and the classifier's row.
  public let needs: Needs = [.activations, .classifier]

  /// The method has no settings.
  public init() {}

  /// The class's logit, of which the classifier's row is made; a difference of logits stays one.
  public func target(for target: Target, logits: [Float]) -> Target {
    target.isLinear ? target : .logit(target.index)
  }

  /// w_k.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    guard let row = evidence.classifierRow else { throw .needsLastStage(method: name) }
    return row
  }
}
