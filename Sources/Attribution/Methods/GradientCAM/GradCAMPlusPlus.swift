/// Grad-CAM++: positive gradients weighted so that several instances of a class count equally.
///
/// w_k = Σ_ij a_k(i,j) · max(g_k(i,j), 0) with a = g² / (2g² + (Σ A_k) · g³).
/// Chattopadhay et al. 2018, https://arxiv.org/abs/1710.11063
package struct GradCAMPlusPlus: WeightingMethod {
  package let labels = (name: "grad-cam++", title: "Grad-CAM++")
  /// Added to the denominator of a.
  ///
  /// The paper has none; pytorch-grad-cam has this one. It is not small compared with squared
  /// gradients.
  private let epsilon: Float = 1e-6

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
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
