import Architectures
import Tensors

/// A layer's weights with its batch norm folded in, y = weight ∗ x + bias.
package struct FoldedWeights: Sendable {
  /// Weights in PyTorch's axis order; for a batch norm layer, the scale of each channel.
  package let weight: Tensor
  /// One value per output channel.
  package let bias: Tensor
}

/// A layer's weights as stored, and the batch norm beside them, y = scale · (weight ∗ x) + shift.
package struct LayerFilters: Sendable {
  /// Weights in PyTorch's axis order; for a batch norm layer, ones.
  package let weight: Tensor
  /// Factor of each output channel; nil if there is neither a batch norm nor a gain.
  package let scale: [Float]?
  /// One value per output channel.
  package let shift: [Float]
}

/// Scale and bias of each output channel after folding the batch norm.
struct ChannelFold {
  /// Factor of each channel's weights; nil if there is neither a batch norm nor a gain.
  var scale: [Float]?
  var bias: [Float]

  init(scale: [Float]?, bias: [Float]) {
    (self.scale, self.bias) = (scale, bias)
  }

  /// Computes scale = γ / √(σ² + ε) and bias = β + (bias − μ) · scale, both times `gain`.
  ///
  /// The arithmetic is in double precision.
  init(
    channels: Int, bias: Tensor?, normalization: BatchNormalization?, gain: Double = 1,
    weights: WeightReader
  ) throws(InferenceError) {
    self.bias = bias?.elements ?? [Float](repeating: 0, count: channels)
    defer { if gain != 1 { amplify(by: gain) } }
    guard let normalization else { return }
    let gamma = try weights.tensor(normalization.name + ".weight", [channels])
    let beta = try weights.tensor(normalization.name + ".bias", [channels])
    let mean = try weights.tensor(normalization.name + ".running_mean", [channels])
    let variance = try weights.tensor(normalization.name + ".running_var", [channels])
    var scale = [Float](repeating: 0, count: channels)
    for channel in 0..<channels {
      let deviation = (Double(variance.storage.base[channel]) + normalization.epsilon).squareRoot()
      let factor = Double(gamma.storage.base[channel]) / deviation
      scale[channel] = Float(factor)
      self.bias[channel] = Float(
        Double(beta.storage.base[channel])
          + (Double(self.bias[channel]) - Double(mean.storage.base[channel])) * factor)
    }
    self.scale = scale
  }

  private mutating func amplify(by gain: Double) {
    let unscaled = scale ?? [Float](repeating: 1, count: bias.count)
    scale = unscaled.map { Float(Double($0) * gain) }
    bias = bias.map { Float(Double($0) * gain) }
  }
}

struct WeightReader {
  let network: String
  let weights: StateDictionary

  func tensor(_ name: String, _ shape: [Int]) throws(InferenceError) -> Tensor {
    guard let tensor = weights[name] else { throw .missingWeight(name: name, network: network) }
    guard tensor.shape == shape else {
      throw .weightShape(name: name, expected: shape, found: tensor.shape)
    }
    return tensor
  }
}

extension Layer {
  /// The layer's unfolded weight and its channel fold; nil if the layer has no weights.
  func parameters(_ weights: WeightReader) throws(InferenceError) -> (Tensor, ChannelFold)? {
    switch operation {
    case .convolution(let convolution):
      let channels = convolution.outputChannels
      let weight = try weights.tensor(convolution.name + ".weight", convolution.weightShape)
      let bias =
        convolution.hasBias ? try weights.tensor(convolution.name + ".bias", [channels]) : nil
      let fold = try ChannelFold(
        channels: channels, bias: bias, normalization: convolution.normalization,
        gain: convolution.gain, weights: weights)
      return (weight, fold)
    case .fullyConnected(let connected):
      let weight = try weights.tensor(
        connected.name + ".weight", [connected.outputs, connected.inputs])
      let bias = try weights.tensor(connected.name + ".bias", [connected.outputs])
      let fold = try ChannelFold(
        channels: connected.outputs, bias: bias, normalization: nil, weights: weights)
      return (weight, fold)
    case .normalization(let normalization, let channels, _):
      let ones = Tensor(shape: [channels], [Float](repeating: 1, count: channels))
      let fold = try ChannelFold(
        channels: channels, bias: nil, normalization: normalization, weights: weights)
      return (ones, fold)
    case .vector(.layerNormalization(let normalization), let channels):
      let weight = try weights.tensor(normalization.name + ".weight", [channels])
      let bias = try weights.tensor(normalization.name + ".bias", [channels])
      let ones = Tensor(shape: [channels], [Float](repeating: 1, count: channels))
      return (ones, ChannelFold(scale: weight.elements, bias: bias.elements))
    default:
      return nil
    }
  }
}
