import Architectures
import Foundation
import Tensors

/// Estimated mean of each layer's channels over the training images, from batch norm parameters.
///
/// A batch norm's output has mean β and standard deviation |γ|. After an activation, the mean is
/// that of the activated normal distribution; after a sum, it is the sum of the means. The means
/// after squeeze-excite are unknown, because no batch norm describes its gate.
/// Nagel et al. 2019, https://arxiv.org/abs/1906.04721, section 4.2.2.
package struct ExpectedMeans {
  private var byLayer: [[Float]?] = []

  /// Estimates the means of `network`'s layers from the batch norm tensors in `weights`.
  package init(network: Network, weights: StateDictionary) throws(InferenceError) {
    let reader = WeightReader(network: network.name, weights: weights)
    for layer in network.layers { byLayer.append(try means(of: layer, reader)) }
  }

  /// Channel means of a layer's first input; nil if unknown.
  package func inputs(of layer: Layer) -> [Float]? { known(layer.inputs[0]) }

  private func known(_ layer: Int) -> [Float]? { layer == Layer.image ? nil : byLayer[layer] }

  private func means(
    of layer: Layer, _ weights: WeightReader
  ) throws(InferenceError) -> [Float]? {
    switch layer.operation {
    case .convolution(let convolution):
      guard let normalization = convolution.normalization, convolution.gain == 1 else { return nil }
      return try activated(
        normalization, convolution.outputChannels, convolution.activation, weights)
    case .normalization(let normalization, let channels, let activation):
      return try activated(normalization, channels, activation, weights)
    case .add(.identity):
      let terms = layer.inputs.map(known)
      return terms.dropFirst().reduce(terms.first ?? nil) { sum, term in
        guard let sum, let term else { return nil }
        return zip(sum, term).map(+)
      }
    default:
      return nil
    }
  }

  /// E[activation(γ·z + β)] for z ~ N(0, 1); nil if the batch norm has no image statistics.
  private func activated(
    _ normalization: BatchNormalization, _ channels: Int, _ activation: Activation,
    _ weights: WeightReader
  ) throws(InferenceError) -> [Float]? {
    let variances = try weights.tensor(normalization.name + ".running_var", [channels]).elements
    // Equal variances: the batch norm was already folded into its convolution and only adds a bias.
    guard variances.contains(where: { $0 != variances[0] }) else { return nil }
    let scales = try weights.tensor(normalization.name + ".weight", [channels]).elements
    let centres = try weights.tensor(normalization.name + ".bias", [channels]).elements
    return zip(scales, centres).map { activation.mean(centre: $0.1, deviation: abs($0.0)) }
  }
}

extension Activation {
  /// Mean of the activated normal distribution, by the rectangle rule over ±6 deviations.
  fileprivate func mean(centre: Float, deviation: Float) -> Float {
    if self == .identity { return centre }
    var (sum, total): (Float, Float) = (0, 0)
    for step in -48...48 {
      let z = Float(step) / 8
      let density = exp(-z * z / 2)
      sum += density * value(centre + deviation * z)
      total += density
    }
    return sum / total
  }

  private func value(_ x: Float) -> Float {
    switch self {
    case .identity: x
    case .relu: max(x, 0)
    case .relu6: min(max(x, 0), 6)
    case .silu: x / (1 + exp(-x))
    case .sigmoid: 1 / (1 + exp(-x))
    }
  }
}
