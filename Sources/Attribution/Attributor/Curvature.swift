import Architectures
import Inference
import Tensors

/// H·A: Hessian of a score times the activations A, the derivative of g(A·(1 + t)) at t = 0.
///
/// If every operator after the layer is piecewise linear, only the target's own curvature remains:
/// H·A = Jᵀ·s, with s the derivative of ∂y/∂logits along the logits' change J·A. Otherwise
/// g(A·(1 + t)) is differentiated by central differences with two step sizes; Richardson
/// extrapolation removes the second-order error.
struct Curvature {
  /// Maximum number of passes; each is a resumed pass with a backward pass.
  static let passes = 4
  private static let step: Float = 0.04

  let session: RecordingSession
  let layer: Int
  let activations: Tensor
  let target: Target
  let logits: [Float]

  /// Returns H·A (C, h, w).
  ///
  /// Restores the session's state at the end. Calls `advance` after each pass.
  func along(_ advance: () -> Void) throws(InferenceError) -> Tensor {
    let result =
      session.model.network.isPiecewiseLinear(after: layer)
      ? try ofPiecewiseLinear(advance) : try byDifferences(advance)
    _ = try session.resume(from: layer, activation: activations)
    return result
  }

  private func byDifferences(_ advance: () -> Void) throws(InferenceError) -> Tensor {
    let step = Self.step
    var slopes: [[Float]] = []
    for size in [step, step / 2] {
      let forward = try gradient(scale: 1 + size, advance)
      let backward = try gradient(scale: 1 - size, advance)
      slopes.append(
        zip(forward.storage.buffer, backward.storage.buffer).map { ($0 - $1) / (2 * size) })
    }
    let values = zip(slopes[0], slopes[1]).map { (4 * $1 - $0) / 3 }
    return Tensor(shape: activations.shape, values)
  }

  private func gradient(
    scale: Float, _ advance: () -> Void
  ) throws(InferenceError) -> Tensor {
    let logits = try session.resume(from: layer, activation: scaled(scale))
    let gradients = session.gradients(seed: target.seed(logits))
    advance()
    return gradients[layer] ?? Tensor(zeros: activations.shape)
  }

  private func ofPiecewiseLinear(_ advance: () -> Void) throws(InferenceError) -> Tensor {
    if target.isLinear {
      for _ in 0..<Self.passes { advance() }
      return Tensor(zeros: activations.shape)
    }
    let step: Float = 1e-3
    let forward = try session.resume(from: layer, activation: scaled(1 + step))
    advance()
    let backward = try session.resume(from: layer, activation: scaled(1 - step))
    advance()
    let change = zip(forward, backward).map { ($0 - $1) / (2 * step) }
    _ = try session.resume(from: layer, activation: activations)
    advance()
    let seed = target.seedDerivative(logits, along: change)
    advance()
    return session.gradients(seed: seed)[layer] ?? Tensor(zeros: activations.shape)
  }

  private func scaled(_ factor: Float) -> Tensor {
    Tensor(shape: activations.shape, activations.storage.buffer.map { $0 * factor })
  }
}

extension Network {
  /// True if the logits are a piecewise linear function of the output of `layer`.
  func isPiecewiseLinear(after layer: Int) -> Bool {
    var reached: Set<Int> = [layer]
    for later in layers[(layer + 1)...] where later.inputs.contains(where: reached.contains) {
      reached.insert(later.index)
      switch later.operation {
      case .scale: return false
      case .convolution(let convolution):
        if !convolution.activation.isPiecewiseLinear { return false }
      case .normalization(_, _, let activation), .activation(let activation), .add(let activation):
        if !activation.isPiecewiseLinear { return false }
      case .globalPool, .vector: return false
      case .fullyConnected, .globalAveragePool, .maxPool, .averagePool, .concatenate, .slice,
        .channelShuffle, .crop:
        break
      }
    }
    return true
  }
}

extension Activation {
  fileprivate var isPiecewiseLinear: Bool {
    switch self {
    case .identity, .relu, .relu6: true
    case .silu, .sigmoid: false
    }
  }
}
