import Architectures
import Tensors

/// A network's end whose logits are linear in the last activations: y = W · mean(A) + b.
///
/// It is global average pooling, then fully connected layers, batch norms and constant factors in
/// any order, which are composed into one matrix and one bias; or nothing (SqueezeNet), where the
/// last stage has one channel per class and the matrix is the identity. Gradients at the last stage
/// have a closed form and need no backward pass.
package struct LinearHead: Sendable {
  package let layer: Int
  /// True if the head is pooling and one fully connected layer.
  package let isFullyConnected: Bool
  /// Matrix (classes, channels) and bias (classes), loaded on first use; nil for the identity.
  private let deferred: (weight: DeferredTensor, bias: DeferredTensor)?
  private var weight: Tensor? { deferred?.weight.tensor }

  /// Creates the head of `network`; nil if it is not linear, or `weights` lack a tensor of it.
  package init?(network: Network, weights: StateDictionary) {
    guard case .success(let (layer, operators)) = network.linearOperators else { return nil }
    self.layer = layer
    let names = operators.flatMap(\.tensorNames)
    guard names.allSatisfy(weights.contains) else { return nil }
    switch operators.count {
    case 0:
      deferred = nil
      isFullyConnected = false
    case 1 where operators[0].isFullyConnected:
      let deferred = names.map { name in DeferredTensor { weights.tensor(name) } }
      self.deferred = (deferred[0], deferred[1])
      isFullyConnected = true
    default:
      let composed = DeferredTensor { AffineComposition(operators, weights).tensor }
      deferred = (
        DeferredTensor { composed.tensor.columns(dropping: 1) },
        DeferredTensor { composed.tensor.lastColumn }
      )
      isFullyConnected = false
    }
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
    guard let bias = deferred?.bias.tensor else { return 0 }
    return Float(zip(seed, bias.storage.buffer).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
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
    guard let bias = deferred?.bias.tensor else { return logits }
    return zip(logits, bias.storage.buffer).map { $0 - $1 }
  }
}

extension Tensor {
  /// A matrix without its last `count` columns.
  fileprivate func columns(dropping count: Int) -> Tensor {
    let width = shape[1]
    let kept = width - count
    return Tensor(
      shape: [shape[0], kept],
      (0..<shape[0]).flatMap { storage.buffer[$0 * width..<$0 * width + kept] })
  }

  fileprivate var lastColumn: Tensor {
    let width = shape[1]
    return Tensor(
      shape: [shape[0]], (0..<shape[0]).map { storage.buffer[($0 + 1) * width - 1] })
  }
}

extension StateDictionary {
  /// The tensor `name`, which `contains` has found.
  func tensor(_ name: String) -> Tensor {
    guard let tensor = self[name] else {
      preconditionFailure("the classifier's '\(name)' has been removed")
    }
    return tensor
  }
}
