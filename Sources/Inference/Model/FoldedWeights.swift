import Architectures
import Tensors

/// A layer's weights with its batch norm folded in: y = weight ∗ x + bias.
public struct FoldedWeights: Sendable {
  /// In PyTorch's axis order; for a lone batch norm the scale of each channel.
  public let weight: Tensor
  /// One value for each output channel.
  public let bias: Tensor
}

/// What multiplies each output channel's weights, and its bias, once the batch norm is folded in.
struct ChannelFold {
  /// Factor by channel; nil where there is no batch norm.
  var scale: [Float]?
  var bias: [Float]

  /// γ / √(σ² + ε) and β − μ · γ / √(σ² + ε), plus the scaled bias, in double precision; all times `gain`.
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

/// Reads a network's tensors by name, checking shapes.
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
  /// The layer's weight, bias and batch norm as they stand in the checkpoint, if it has any.
  func parameters(_ weights: WeightReader) throws(InferenceError) -> (Tensor, ChannelFold)? {
    switch operation {
    case .convolution(let convolution):
      let channels = convolution.outputChannels
      let weight = try weights.tensor(
        convolution.name + ".weight",
        [
          channels, convolution.inputChannels / convolution.groups, convolution.kernel.height,
          convolution.kernel.width,
        ])
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
    default:
      return nil
    }
  }
}
