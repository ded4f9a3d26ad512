import Architectures
import Tensors

/// The end of a network whose last stage is pooled and classified by one fully connected layer.
///
/// There the score is linear in the last activations, so that every gradient method has a closed
/// form and no backward pass is needed.
public struct ClassifierHead: Sendable {
  /// The layer whose activations are pooled.
  public let layer: Int
  private let weight: Tensor
  private let bias: Tensor

  /// The head of `network`, or nil where something else stands between its last stage and the logits.
  public init?(network: Network, weights: StateDictionary) {
    guard let last = network.layers.last, case .fullyConnected(let connected) = last.operation,
      last.inputs[0] >= 0,
      case .globalAveragePool = network.layers[last.inputs[0]].operation,
      let weight = weights[connected.name + ".weight"],
      let bias = weights[connected.name + ".bias"]
    else { return nil }
    layer = network.layers[last.inputs[0]].inputs[0]
    self.weight = weight
    self.bias = bias
  }

  /// ∂(Σ_c seed_c · logit_c)/∂(pooled channel): the seeded combination of classifier rows.
  public func row(seed: [(index: Int, weight: Float)]) -> [Float] {
    let inputs = weight.shape[1]
    var sums = [Double](repeating: 0, count: inputs)
    for (index, factor) in seed where factor != 0 {
      let row = weight.storage.buffer[index * inputs..<(index + 1) * inputs]
      for (channel, value) in row.enumerated() { sums[channel] += Double(factor) * Double(value) }
    }
    return sums.map { Float($0) }
  }

  /// The classifier's row of one class.
  public func row(of index: Int) -> [Float] { row(seed: [(index, 1)]) }

  /// Σ_c seed_c · bias_c: the part of the score that no place accounts for.
  public func bias(seed: [(index: Int, weight: Float)]) -> Float {
    Float(seed.reduce(0.0) { $0 + Double($1.weight) * Double(bias.storage.buffer[$1.index]) })
  }
}
