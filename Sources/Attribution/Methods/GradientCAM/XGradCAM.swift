/// XGrad-CAM: each channel weighted by its mean gradient, averaged with the activations as weights.
///
/// α_k = Σ_ij g_k A_k / (Σ_ij A_k + 1e-7); the 1e-7, as in pytorch-grad-cam, avoids division by
/// zero for empty channels. Fu et al. 2020, https://arxiv.org/abs/2008.02312
package struct XGradCAM: WeightingMethod {
  package let labels = (name: "xgrad-cam", title: "XGrad-CAM")

  package func weights(from evidence: LayerEvidence) throws(AttributionError) -> [Float] {
    let gradients = try evidence.gradients(for: self)
    return (0..<evidence.channels).map { index in
      let activation = evidence.activations.channel(index)
      var product = 0.0
      var sum = 0.0
      for (value, gradient) in zip(activation, gradients.channel(index)) {
        product += Double(value) * Double(gradient)
        sum += Double(value)
      }
      return Float(product / (sum + 1e-7))
    }
  }
}
