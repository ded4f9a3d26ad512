import Architectures
import Explanations
import Terminal

/// The steps from the terms of a value to the value, a line each.
struct ComputationText {
  struct Line {
    var text: String
    var value: String
    var role = Theme.Role.text
  }

  let source: LayerSource
  let trace: ValueTrace
  /// The value that the engine computed.
  let engine: Double

  var lines: [Line] {
    trace.steps.map { Line(text: words($0.operation), value: Numbers.value($0.value)) } + [last]
  }

  private var hasNormalization: Bool {
    switch source.operation {
    case .convolution(let convolution): convolution.normalization != nil
    case .normalization: true
    default: false
    }
  }

  private func words(_ operation: ValueTrace.Operation) -> String {
    switch operation {
    case .sum:
      let outside = trace.terms.count { $0.value == nil }
      let padding = outside == 0 ? "" : ", \(outside) of them padding (0)"
      return "sum of \(trace.terms.count) \(isWeighted ? "products" : "values")\(padding)"
    case .mean(let count): return "mean of \(count) values"
    case .maximum: return "the largest of \(trace.terms.count { $0.value != nil }) values"
    case .product: return "value × gate"
    case .copy: return "the same value, from another place"
    case .normalization(let scale, let shift):
      let numbers = "× \(Numbers.value(scale)) \(signed(shift))"
      guard hasNormalization else { return "factor \(numbers)" }
      if case .normalization = source.operation { return "batch norm \(numbers)" }
      return "batch norm \(numbers) (folded: the engine puts it into the weights beforehand)"
    case .bias(let shift): return "bias \(signed(shift))"
    case .activation(let activation): return "\(activation.title), \(activation.formula)"
    case .function(let name): return name
    }
  }

  private var isWeighted: Bool { trace.terms.first?.weight != nil }

  private func signed(_ value: Double) -> String {
    value < 0 ? "− \(Numbers.value(-value))" : "+ \(Numbers.value(value))"
  }

  /// The engine's value, and how far it is from that of the steps.
  private var last: Line {
    let difference = abs(engine - trace.result)
    let isSame = difference <= 1e-4 * max(abs(engine), 0.01 * trace.magnitude)
    let words =
      isSame
      ? "the engine's value, the same but for rounding"
      : source.isExact
        ? "the engine's value differs by \(Numbers.value(difference))"
        : "the engine's value, rounded to a narrower number format"
    return Line(
      text: words, value: Numbers.value(engine),
      role: isSame ? .success : source.isExact ? .error : .warning)
  }
}

extension Activation {
  /// The function as a formula.
  fileprivate var formula: String {
    switch self {
    case .identity: "x"
    case .relu: "max(x, 0)"
    case .relu6: "min(max(x, 0), 6)"
    case .silu: "x · σ(x)"
    case .sigmoid: "σ(x) = 1 / (1 + e^−x)"
    }
  }
}
