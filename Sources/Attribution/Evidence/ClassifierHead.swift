import Architectures
import Tensors

/// The end of a network whose last stage is pooled and classified by one fully connected layer, or has
/// a channel for each class that is only pooled (SqueezeNet).
///
/// There the logits are linear in the last activations, so that every gradient method has a closed
/// form and no backward pass is needed. Where the channels are the classes, the classifier's matrix is
/// the identity and a class's map is its channel.
public struct ClassifierHead: Sendable {
  /// The layer whose activations are pooled.
  public let layer: Int
  /// A copy of its own unless the file holds it as it is, made for the first explanation; nil for the
  /// identity.
  private let deferredWeight: DeferredTensor?
  private let bias: Tensor
  private var weight: Tensor? { deferredWeight?.tensor }

  /// Whether a fully connected layer stands at the end, not pooling alone.
  public var isFullyConnected: Bool { deferredWeight != nil }

  /// The head of `network`, or nil where something else stands between its last stage and the logits.
  public init?(network: Network, weights: StateDictionary) {
    if let last = network.layers.last, case .globalAveragePool = last.operation,
      last.inputs[0] >= 0
    {
      layer = last.inputs[0]
      deferredWeight = nil
      bias = Tensor(zeros: [network.classes])
      return
    }
    guard let last = network.layers.last, case .fullyConnected(let connected) = last.operation,
      last.inputs[0] >= 0,
      case .globalAveragePool = network.layers[last.inputs[0]].operation,
      weights.contains(connected.name + ".weight"),
      let bias = weights[connected.name + ".bias"]
    else { return nil }
    layer = network.layers[last.inputs[0]].inputs[0]
    deferredWeight = DeferredTensor {
      guard let weight = weights[connected.name + ".weight"] else {
        preconditionFailure("the classifier's weights were there a moment ago")
      }
      return weight
    }
    self.bias = bias
  }

  /// Σ_c seed_c · w_c: ∂y/∂(pooled channels) for y with ∂y/∂logits = seed.
  public func row(seed: [Float]) -> [Float] {
    guard let weight else { return seed }
    let inputs = weight.shape[1]
    var sums = [Double](repeating: 0, count: inputs)
    for (index, factor) in seed.enumerated() where factor != 0 {
      let row = weight.storage.buffer[index * inputs..<(index + 1) * inputs]
      for (channel, value) in row.enumerated() { sums[channel] += Double(factor) * Double(value) }
    }
    return sums.map { Float($0) }
  }

  /// The classifier's row of one class.
  public func row(of index: Int) -> [Float] {
    guard let weight else { return bias.elements.indices.map { $0 == index ? 1 : 0 } }
    let inputs = weight.shape[1]
    return Array(weight.storage.buffer[index * inputs..<(index + 1) * inputs])
  }

  /// Σ_c seed_c · b_c: the part of a linear score that no place accounts for.
  public func bias(seed: [Float]) -> Float {
    Float(zip(seed, bias.storage.buffer).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
  }

  /// The logits after channel `channel`, whose mean is `mean`, is set to zero.
  func logits(_ logits: [Float], without channel: Int, mean: Float) -> [Float] {
    guard let weight else {
      var rest = logits
      rest[channel] -= mean
      return rest
    }
    let inputs = weight.shape[1]
    return logits.enumerated().map { index, logit in
      logit - weight.storage.buffer[index * inputs + channel] * mean
    }
  }

  /// What the logits lose when their biases are taken off: the direction H is applied along.
  public func logitsWithoutBias(_ logits: [Float]) -> [Float] {
    zip(logits, bias.storage.buffer).map { $0 - $1 }
  }
}
