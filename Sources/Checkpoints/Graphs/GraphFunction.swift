import Architectures
import Glibc

/// An element-wise function of one number.
enum GraphFunction: Sendable {
  /// max(x, limit)
  case atLeast(Double)
  /// x^exponent
  case power(Double)
  /// Any other one.
  case formula(@Sendable (Double) -> Double)

  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .atLeast(let limit): x > limit || x.isNaN ? x : limit
    case .power(let exponent): GraphCombination.power(x, exponent)
    case .formula(let formula): formula(x)
    }
  }
}

extension GraphFunction {
  /// x ∘ number, or number ∘ x unless `isFirst`.
  init(_ combination: GraphCombination, _ number: Double, isFirst: Bool) {
    switch (combination, isFirst) {
    case (.maximum, _): self = .atLeast(number)
    case (.power, true): self = .power(number)
    case (_, true): self = .formula { combination($0, number) }
    case (_, false): self = .formula { combination(number, $0) }
    }
  }
}

extension GraphCombination {
  /// base^exponent; NaN for a negative base and a broken exponent.
  static func power(_ base: Double, _ exponent: Double) -> Double {
    return pow(base, exponent)
  }
}

extension GraphFunction {
  /// Functions by the names that formats give them; `.formula` of a factor, a limit … is made by
  /// the readers.
  static let named: [String: GraphFunction] = [
    "relu": .atLeast(0),
    "relu6": .formula { min(max($0, 0), 6) },
    "sigmoid": .formula { 1 / (1 + exp(-$0)) },
    "tanh": .formula { tanh($0) },
    "silu": .formula { $0 / (1 + exp(-$0)) },
    "swish": .formula { $0 / (1 + exp(-$0)) },
    "gelu": .formula { $0 / 2 * (1 + erf($0 * 0.5.squareRoot())) },
    "gelu-tanh": .formula { x in
      x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    },
    "hardswish": .formula { $0 * min(max($0 + 3, 0), 6) / 6 },
    "hardsigmoid": .formula { min(max($0 / 6 + 0.5, 0), 1) },
    "erf": .formula { erf($0) },
    "exp": .formula { exp($0) },
    "sqrt": .formula { $0.squareRoot() },
    "neg": .formula { -$0 },
    "abs": .formula { abs($0) },
    "reciprocal": .formula { 1 / $0 },
    "softplus": .formula { log1p(exp($0)) },
    "log": .formula { log($0) },
  ]
}

/// Element-wise functions by their values at some points, however a file composes them.
struct SampledFunction: Hashable, Sendable {
  /// Points where functions of networks differ.
  static let points: [Double] =
    stride(from: -9.9, through: 9.9, by: 0.3).map { $0 } + [-30, -3, -1e-3, 0, 1e-3, 3, 6, 30]

  let values: [Double]

  static let identity = SampledFunction(values: points)

  init(values: [Double]) { self.values = values }

  init(_ function: GraphFunction) { values = Self.points.map { function($0) } }

  /// True if all values agree to single precision.
  func isEqual(to other: SampledFunction) -> Bool {
    zip(values, other.values).allSatisfy { one, other in
      abs(one - other) <= 2e-5 * max(1, abs(other))
    }
  }

  private static let activations: [(HeadActivation, SampledFunction)] =
    HeadActivation.allCases.compactMap { activation in
      GraphFunction.named[activation.rawValue].map { (activation, SampledFunction($0)) }
    }

  /// The activation with these values; nil for any other function.
  var activation: HeadActivation? {
    Self.activations.first { isEqual(to: $0.1) }?.0
  }

  /// The factor of a multiplication; nil for any other function.
  var factor: Double? {
    let factor = values[values.count - 1] / Self.points[values.count - 1]
    guard factor.isFinite, factor != 0 else { return nil }
    return SampledFunction(values: values.map { $0 / factor }).isEqual(to: .identity) ? factor : nil
  }
}
