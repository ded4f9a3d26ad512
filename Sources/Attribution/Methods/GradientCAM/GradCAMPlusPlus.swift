/// Grad-CAM++: positive gradients weighted so that several instances of a class count equally.
///
/// w_k = Σ_ij a_k(i,j) · max(g_k(i,j), 0) with a = g² / (2g² + (Σ A_k) · g³).
/// Chattopadhay et al. 2018, https://arxiv.org/abs/1710.11063
public struct GradCAMPlusPlus: WeightingMethod {
  /// The name on the command line.
  public let name = "grad-cam++"
  /// The name as its authors write it.
  public let title = "Grad-CAM++"
  /// Citation of the publication.
  public let reference = "Chattopadhay et al. 2018, arXiv:1710.11063"
  /// Activations and gradients.
  public let needs: EvidenceNeeds = [.activations, .gradients]
  /// Added to the denominator of a.
  ///
  /// The paper has none. The default is pytorch-grad-cam's 1e-6, so that maps agree with it; it is
  /// not small compared with squared gradients.
  public let epsilon: Float

  /// Creates the method with `epsilon` in the denominator.
  public init(epsilon: Float = 1e-6) { self.epsilon = epsilon }

  /// Sum of the weighted positive gradients of each channel.
  public func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    let gradients = try evidence.gradients(for: self)
    return (0..<evidence.channels).map { index in
      let total = evidence.activations.channel(index).reduce(0.0) { $0 + Double($1) }
      var weight = 0.0
      for value in gradients.channel(index) where value > 0 {
        let gradient = Double(value)
        let square = gradient * gradient
        let denominator = 2 * square + total * square * gradient + Double(epsilon)
        if denominator != 0 { weight += square / denominator * gradient }
      }
      return Float(weight)
    }
  }
}
