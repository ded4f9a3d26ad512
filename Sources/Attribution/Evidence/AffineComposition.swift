import Architectures
import Tensors

/// Affine operators composed into one matrix and one bias, in double precision.
///
/// It goes from the last operator to the first: with y = M x + c and x = W u + b, y = (M W) u + M b + c.
struct AffineComposition {
  /// M (outputs, inputs), row-major; nil while it is the diagonal matrix of `diagonal`.
  private var matrix: [Double]?
  private var diagonal: [Double] = []
  private var constant: [Double] = []
  private var inputs = 0

  init(_ operators: [AffineOperator], _ weights: StateDictionary) {
    let outputs = operators.reduce(0) { width, operation in
      switch operation {
      case .fullyConnected(let connected): connected.outputs
      case .batchNormalization(let normalization):
        weights.tensor("\(normalization.name).weight").count
      case .scale: width
      }
    }
    diagonal = [Double](repeating: 1, count: outputs)
    constant = [Double](repeating: 0, count: outputs)
    inputs = outputs
    for operation in operators.reversed() {
      switch operation {
      case .scale(let factor):
        scaleColumns(by: [Double](repeating: factor, count: inputs))
      case .batchNormalization(let normalization):
        let (scale, shift) = Self.scaleAndShift(normalization, weights)
        add(vector: shift)
        scaleColumns(by: scale)
      case .fullyConnected(let connected):
        add(vector: Self.values(weights.tensor("\(connected.name).bias")))
        multiply(
          by: Self.values(weights.tensor("\(connected.name).weight")), columns: connected.inputs)
      }
    }
  }

  /// Matrix and bias side by side, (outputs, inputs + 1).
  var tensor: Tensor {
    let outputs = constant.count
    let result = Tensor(zeros: [outputs, inputs + 1])
    for row in 0..<outputs {
      for column in 0..<inputs {
        let value = matrix.map { $0[row * inputs + column] } ?? (row == column ? diagonal[row] : 0)
        result.storage.base[row * (inputs + 1) + column] = Float(value)
      }
      result.storage.base[row * (inputs + 1) + inputs] = Float(constant[row])
    }
    return result
  }

  /// Sets c to c + M · vector.
  private mutating func add(vector: [Double]) {
    for row in constant.indices {
      guard let matrix else {
        constant[row] += diagonal[row] * vector[row]
        continue
      }
      for column in 0..<inputs { constant[row] += matrix[row * inputs + column] * vector[column] }
    }
  }

  /// Sets M to M · diag(factors).
  private mutating func scaleColumns(by factors: [Double]) {
    guard matrix != nil else {
      for row in diagonal.indices { diagonal[row] *= factors[row] }
      return
    }
    for row in constant.indices {
      for column in 0..<inputs { matrix?[row * inputs + column] *= factors[column] }
    }
  }

  /// Sets M to M · W, with W (inputs, columns) row-major.
  private mutating func multiply(by weight: [Double], columns: Int) {
    var product = [Double](repeating: 0, count: constant.count * columns)
    for row in constant.indices {
      let inner = matrix == nil ? row..<row + 1 : 0..<inputs
      for middle in inner {
        let factor = matrix.map { $0[row * inputs + middle] } ?? diagonal[row]
        for column in 0..<columns {
          product[row * columns + column] += factor * weight[middle * columns + column]
        }
      }
    }
    matrix = product
    inputs = columns
  }

  private static func values(_ tensor: Tensor) -> [Double] { tensor.elements.map(Double.init) }

  /// Batch norm as x · scale + shift.
  private static func scaleAndShift(
    _ normalization: BatchNormalization, _ weights: StateDictionary
  ) -> (scale: [Double], shift: [Double]) {
    func stored(_ name: String) -> [Double] {
      values(weights.tensor("\(normalization.name).\(name)"))
    }
    let scale = zip(stored("weight"), stored("running_var")).map {
      $0 / ($1 + normalization.epsilon).squareRoot()
    }
    let shift = zip(stored("bias"), zip(stored("running_mean"), scale)).map { $0 - $1.0 * $1.1 }
    return (scale, shift)
  }
}
