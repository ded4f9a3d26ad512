import Architectures
import Tensors

/// A network's end: global average pooling, then one fully connected layer or nothing (SqueezeNet).
///
/// The logits are linear in the last activations, so gradients at the last stage have a closed form
/// and need no backward pass. Without a fully connected layer, the last stage has one channel per
/// class and the classifier matrix is the identity.
package struct LinearHead: Sendable {
  package let layer: Int
  /// Classifier matrix (classes, channels), loaded on first use; nil for the identity.
  private let deferredWeight: DeferredTensor?
  private let bias: Tensor
  private var weight: Tensor? { deferredWeight?.tensor }

  /// True if the network ends with a fully connected layer, false if it ends with pooling.
  package var isFullyConnected: Bool { deferredWeight != nil }

  /// Creates the head of `network`; nil if the network ends in another way.
  package init?(network: Network, weights: StateDictionary) {
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
        preconditionFailure("the classifier's weights have been removed")
      }
      return weight
    }
    self.bias = bias
  }

  /// Σ_c seed_c · w_c: the gradient (channels) at the pooled channels, given seed = ∂y/∂logits.
  package func row(seed: [Float]) -> [Float] {
    guard let weight else { return seed }
    let inputs = weight.shape[1]
    var sums = [Double](repeating: 0, count: inputs)
    for (index, factor) in seed.enumerated() where factor != 0 {
      let row = weight.storage.buffer[index * inputs..<(index + 1) * inputs]
      for (channel, value) in row.enumerated() { sums[channel] += Double(factor) * Double(value) }
    }
    return sums.map { Float($0) }
  }

  /// Σ_c seed_c · b_c: the part of a linear score that does not depend on the activations.
  package func bias(seed: [Float]) -> Float {
    Float(zip(seed, bias.storage.buffer).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
  }

  /// Returns the logits after setting channel `channel`, whose mean is `mean`, to zero.
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

  /// Logits minus biases: the change of the logits when the activations grow in proportion.
  package func logitsWithoutBias(_ logits: [Float]) -> [Float] {
    zip(logits, bias.storage.buffer).map { $0 - $1 }
  }
}
