import Architectures
import RealModule

/// How one value of a layer's output comes from the values that it reads.
package struct ValueTrace: Equatable, Sendable {
  /// One value that is read, and the weight that it is multiplied by.
  package struct Term: Equatable, Sendable {
    /// Index in `Layer.inputs`.
    package var input = 0
    package var channel, row, column: Int
    /// The value; nil outside of the input, where padding is read as zero.
    package var value: Double?
    /// The stored weight, before batch norm; nil where values are not weighted.
    package var weight: Double?

    package var product: Double { (value ?? 0) * (weight ?? 1) }
  }

  /// What is done with the terms, then with the result so far.
  package enum Operation: Equatable, Sendable {
    /// The sum of all products.
    case sum
    /// The sum divided by a number of positions.
    case mean(of: Int)
    case maximum
    /// The product of both values: a channel and its gate.
    case product
    /// The value as it is, from another place.
    case copy
    /// A batch norm, y = scale · x + shift.
    case normalization(scale: Double, shift: Double)
    case bias(Double)
    case activation(Activation)
    /// A function of a head, named by the operator.
    case function(String)
  }

  package struct Step: Equatable, Sendable {
    package var operation: Operation
    /// The result after this step.
    package var value: Double
  }

  package var terms: [Term]
  package private(set) var steps: [Step] = []

  package init(terms: [Term]) { self.terms = terms }

  /// The value that the layer gives.
  package var result: Double { steps.last?.value ?? 0 }

  /// The sum of the magnitudes of all products: float32 rounds in proportion to it.
  package var magnitude: Double { terms.reduce(0) { $0 + abs($1.product) } }

  mutating func append(_ operation: Operation, _ value: Double) {
    steps.append(Step(operation: operation, value: value))
  }

  /// Ends the trace with an activation, if there is one.
  mutating func activate(_ activation: Activation) {
    guard activation != .identity else { return }
    append(.activation(activation), activation.value(result))
  }
}

extension Activation {
  /// The function's value in double precision.
  package func value(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .relu: max(0, x)
    case .relu6: min(max(0, x), 6)
    case .silu: x * Activation.sigmoid.value(x)
    case .sigmoid: 1 / (1 + Double.exp(-x))
    }
  }
}
