import Architectures

/// An affine function of a vector: one that a matrix and a bias can state.
enum AffineOperator: Sendable {
  case fullyConnected(FullyConnected)
  case batchNormalization(BatchNormalization)
  case scale(Double)

  var isFullyConnected: Bool {
    if case .fullyConnected = self { true } else { false }
  }

  /// Names of the tensors that it needs.
  var tensorNames: [String] {
    switch self {
    case .fullyConnected(let connected): ["\(connected.name).weight", "\(connected.name).bias"]
    case .batchNormalization(let normalization):
      ["weight", "bias", "running_mean", "running_var"].map { "\(normalization.name).\($0)" }
    case .scale: []
    }
  }
}

/// Why a network's logits are not linear in its last activations.
package struct NonlinearHead: Error, Hashable {
  /// What stands in the way, as the reason of a failure.
  package let reason: String
}

extension Network {
  /// The layer that the head pools and the affine operators behind it, from first to last.
  var linearOperators: Result<(layer: Int, operators: [AffineOperator]), NonlinearHead> {
    var operators: [AffineOperator] = []
    var index = layers.count - 1
    while index >= 0 {
      let layer = layers[index]
      switch layer.operation {
      case .fullyConnected(let connected): operators.insert(.fullyConnected(connected), at: 0)
      case .normalization(let normalization, _, .identity):
        operators.insert(.batchNormalization(normalization), at: 0)
      case .vector(.scale(let factor), _): operators.insert(.scale(factor), at: 0)
      case .vector(let function, _):
        return .failure(
          NonlinearHead(
            reason:
              "\(function.words) stands before the logits, so no weights belong to single channels")
        )
      case .globalPool(let pooling):
        return .failure(
          NonlinearHead(reason: "its classifier reads \(pooling.words), not the channels' means"))
      case .globalAveragePool where layer.inputs[0] >= 0:
        return .success((layer.inputs[0], operators))
      default: return .failure(.notConnected)
      }
      index = layer.inputs[0]
    }
    return .failure(.notConnected)
  }

  /// Why maps by the classifier's weights do not exist for this network; nil if they do.
  package var objectionToLinearHead: NonlinearHead? {
    switch linearOperators {
    case .success(let (layer, _)): layer == lastStageOutput ? nil : .notConnected
    case .failure(let objection): objection
    }
  }
}

extension NonlinearHead {
  fileprivate static let notConnected = NonlinearHead(
    reason: "its last stage and its classifier are not connected directly")
}

extension GlobalPooling {
  /// The pooling as part of a sentence.
  fileprivate var words: String {
    switch self {
    case .average: "average pooling"
    case .maximum: "maximum pooling"
    case .averageMaximum, .averageThenMaximum: "average and maximum pooling"
    case .generalizedMean: "generalised mean pooling (GeM)"
    }
  }
}

extension VectorFunction {
  /// The function as part of a sentence.
  fileprivate var words: String {
    switch self {
    case .activation(let activation): "the activation \(activation.rawValue)"
    case .layerNormalization: "a layer norm"
    case .unitLength: "a scaling to unit length"
    case .scale: "a constant factor"
    }
  }
}
