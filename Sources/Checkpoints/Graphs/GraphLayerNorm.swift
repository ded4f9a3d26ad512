import Architectures

/// A layer norm written as single operators, as exporters do before ONNX's operator set 17.
///
///     d = x − mean x
///     y = d / √(mean d² + epsilon) · weight + bias
///
/// Weight and bias may be missing.
struct GraphLayerNorm {
  let affine: GraphAffine
  let epsilon: Double
  /// The node of its result.
  let node: Int
  /// All of its nodes.
  private(set) var path: [Int]

  /// Reads the operators behind `node`; nil if they are not a layer norm.
  init?(behind node: Int, in comparison: GraphComparison) {
    let graph = comparison.graph
    func first(_ node: Int, _ fits: (ComputationGraph.Node) -> Bool) -> Int? {
      comparison.open(readersOf: node).first { fits(graph.nodes[$0]) }
    }
    guard let mean = first(node, \.isMean),
      let difference = first(mean, { $0.combines(.subtract, [node, mean]) }),
      comparison.open(readersOf: node).allSatisfy([mean, difference].contains),
      let square = first(difference, { $0.isSquare(of: difference) }),
      let variance = first(square, \.isMean)
    else { return nil }
    for deviation in comparison.elementwise(behind: variance) {
      guard let (epsilon, isInverse) = deviation.function.deviation,
        let quotient = first(
          deviation.node,
          {
            isInverse
              ? $0.combines(.multiply, [difference, deviation.node])
                || $0.combines(.multiply, [deviation.node, difference])
              : $0.combines(.divide, [difference, deviation.node])
          })
      else { continue }
      path = [mean, difference, square, variance] + deviation.path + [quotient]
      var affine = GraphAffine(name: graph.nodes[quotient].title)
      var end = quotient
      for combination in [GraphCombination.multiply, .add] {
        let readers = comparison.open(readersOf: end)
        guard readers.count == 1,
          case .channels(combination, let tensor) = graph.nodes[readers[0]].operation,
          let flat = try? tensor.reshaped([tensor.count])
        else { continue }
        if combination == .add { affine.bias = flat } else { affine.weight = flat }
        end = readers[0]
        path.append(end)
      }
      (self.affine, self.epsilon, self.node) = (affine, epsilon, end)
      return
    }
    return nil
  }
}

extension ComputationGraph.Node {
  fileprivate var isMean: Bool { if case .mean = operation { true } else { false } }

  fileprivate func combines(_ combination: GraphCombination, _ read: [Int]) -> Bool {
    if case .combination(combination) = operation { inputs == read } else { false }
  }

  fileprivate func isSquare(of node: Int) -> Bool {
    if case .function(.power(2)) = operation { return true }
    return combines(.multiply, [node, node])
  }
}

extension SampledFunction {
  /// Epsilon of √(x + epsilon), or of its inverse, for x from 0 on; nil for any other function.
  fileprivate var deviation: (epsilon: Double, isInverse: Bool)? {
    guard let zero = Self.points.firstIndex(of: 0) else { return nil }
    for isInverse in [false, true] {
      let root = isInverse ? 1 / values[zero] : values[zero]
      let epsilon = root * root
      guard epsilon.isFinite, epsilon >= 0 else { continue }
      let isEqual = zip(Self.points, values).allSatisfy { point, value in
        guard point >= 0 else { return true }
        let expected = (point + epsilon).squareRoot()
        return abs((isInverse ? 1 / value : value) - expected) <= 2e-5 * max(1, expected)
      }
      if isEqual { return (epsilon, isInverse) }
    }
    return nil
  }
}
