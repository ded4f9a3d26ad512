import Architectures
import Tensors

/// Untrained weights drawn from a seed, identical on every machine and in Python.
///
/// Each element depends only on its tensor's canonical name, its index and the seed (splitmix64 in
/// counter mode), not on the order of layers. `Tests/Golden/seeded_weights.py` computes the same
/// values for reference networks.
public struct SeededWeights: Hashable, Sendable {
  /// The seed.
  public let seed: UInt64

  /// Creates a source of weights for `seed`.
  public init(seed: UInt64) { self.seed = seed }

  /// Weights for every parameter of `network`; each tensor is drawn on access.
  public func stateDictionary(for network: Network) -> StateDictionary {
    var weights = StateDictionary()
    for parameter in network.parameters {
      weights.define(parameter.name) { tensor(for: parameter) }
    }
    return weights
  }

  /// The weights of one parameter.
  public func tensor(for parameter: Parameter) -> Tensor {
    let (low, high) = Self.bounds(of: parameter)
    let range = high - low
    let storage = FloatStorage(count: parameter.count)
    var state = FNV1a.hash(parameter.name.utf8) ^ (seed &* Self.goldenGamma)
    for index in 0..<parameter.count {
      state &+= Self.goldenGamma
      let uniform = Float(Self.mix(state) >> 40) * 0x1p-24
      storage.base[index] = low + range * uniform
    }
    return Tensor(shape: parameter.shape, storage: storage)
  }

  private static let goldenGamma: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The range of a parameter's values.
  ///
  /// The last batch-norm scale of residual blocks is small, so that activations of deep networks
  /// stay bounded.
  private static func bounds(of parameter: Parameter) -> (low: Float, high: Float) {
    switch parameter.role {
    case .weight:
      let fanIn = parameter.shape.dropFirst().reduce(1, *)
      let high = (Float(6.5) / Float(fanIn)).squareRoot()
      return (-high, high)
    case .normalizationWeight:
      return closesResidualBlock(parameter.name) ? (0.125, 0.25) : (0.75, 1.25)
    case .bias, .normalizationBias, .runningMean:
      return (-0.25, 0.25)
    case .runningVariance:
      return (0.5, 1.5)
    }
  }

  /// True if `name` ends in `.J.bn3.weight` with J ≥ 1.
  private static func closesResidualBlock(_ name: String) -> Bool {
    let parts = name.split(separator: ".")
    guard parts.count >= 4, parts.suffix(2) == ["bn3", "weight"] else { return false }
    let block = parts[parts.count - 3]
    return block.allSatisfy { $0.isASCII && $0.isNumber } && !block.hasPrefix("0")
  }

  /// splitmix64's output function.
  private static func mix(_ state: UInt64) -> UInt64 {
    var x = state
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }
}
