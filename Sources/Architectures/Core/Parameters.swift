/// A tensor that a checkpoint must contain: canonical name, shape and role.
public struct Parameter: Hashable, Sendable {
  /// Role of a parameter; decides whether it is trained and how random weights are drawn.
  package enum Role: String, Hashable, Sendable {
    /// Of a convolution or fully connected layer.
    case weight, bias
    /// A batch norm's scale and shift.
    case normalizationWeight, normalizationBias
    /// A batch norm's mean and variance over the training set.
    case runningMean, runningVariance
  }

  /// Canonical name, in timm's spelling: `blocks.1.0.conv_dw.weight`.
  package let name: String
  /// Shape in PyTorch's axis order.
  package let shape: [Int]
  package let role: Role

  package var count: Int { shape.reduce(1, *) }

  /// Whether training updates it by gradient; only these count as parameters.
  package var isTrainable: Bool { role != .runningMean && role != .runningVariance }
}

extension Network {
  package var parameters: [Parameter] { layers.flatMap(\.operation.parameters) }

  /// Number of trainable parameters (b0 with 1000 classes: 5,288,548).
  package var parameterCount: Int { layers.reduce(0) { $0 + $1.operation.parameterCount } }
}

extension Operator {
  package var parameters: [Parameter] {
    switch self {
    case .convolution(let convolution):
      var tensors = [
        Parameter(name: convolution.name + ".weight", shape: convolution.weightShape, role: .weight)
      ]
      if convolution.hasBias {
        tensors.append(
          Parameter(
            name: convolution.name + ".bias", shape: [convolution.outputChannels], role: .bias))
      }
      if let normalization = convolution.normalization {
        tensors += normalization.parameters(channels: convolution.outputChannels)
      }
      return tensors
    case .fullyConnected(let connected):
      return [
        Parameter(
          name: connected.name + ".weight", shape: [connected.outputs, connected.inputs],
          role: .weight),
        Parameter(name: connected.name + ".bias", shape: [connected.outputs], role: .bias),
      ]
    case .normalization(let normalization, let channels, _):
      return normalization.parameters(channels: channels)
    case .vector(.layerNormalization(let normalization), let channels):
      return [
        Parameter(
          name: normalization.name + ".weight", shape: [channels], role: .normalizationWeight),
        Parameter(name: normalization.name + ".bias", shape: [channels], role: .normalizationBias),
      ]
    default:
      return []
    }
  }

  /// Number of trainable parameters.
  package var parameterCount: Int {
    parameters.reduce(0) { $0 + ($1.isTrainable ? $1.count : 0) }
  }
}

extension BatchNormalization {
  func parameters(channels: Int) -> [Parameter] {
    [
      Parameter(name: name + ".weight", shape: [channels], role: .normalizationWeight),
      Parameter(name: name + ".bias", shape: [channels], role: .normalizationBias),
      Parameter(name: name + ".running_mean", shape: [channels], role: .runningMean),
      Parameter(name: name + ".running_var", shape: [channels], role: .runningVariance),
    ]
  }
}
