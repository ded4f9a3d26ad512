import Architectures

/// A small constant of a computation graph, such as a shape or the amounts of a padding.
///
/// Exporters compute such constants with operators of the graph; these are evaluated here. Only
/// results of at most `limit` numbers are.
struct GraphNumbers: Sendable {
  static let limit = 1024

  let shape: [Int]
  let values: [Double]

  init(shape: [Int], _ values: [Double]) {
    self.shape = shape
    self.values = values
  }

  init(_ values: [Int]) { self.init(shape: [values.count], values.map(Double.init)) }

  /// The numbers of a small tensor; nil for a large one.
  init?(_ tensor: StoredTensor) {
    guard tensor.count <= Self.limit, let values = try? tensor.tensor().elements else { return nil }
    self.init(shape: tensor.shape, values.map(Double.init))
  }

  var scalar: Double? { values.count == 1 ? values[0] : nil }

  var integers: [Int]? {
    let integers = values.compactMap(Int.init(exactly:))
    return integers.count == values.count ? integers : nil
  }

  func map(_ function: (Double) -> Double) -> GraphNumbers {
    GraphNumbers(shape: shape, values.map(function))
  }

  /// Combines element by element, or each element with a single number.
  ///
  /// Nil for other shapes.
  func combined(_ other: GraphNumbers, _ combine: GraphCombination) -> GraphNumbers? {
    if values.count == other.values.count {
      let shape = shape.count >= other.shape.count ? shape : other.shape
      return GraphNumbers(shape: shape, zip(values, other.values).map { combine($0, $1) })
    }
    if let scalar = other.scalar { return map { combine($0, scalar) } }
    return scalar.map { scalar in other.map { combine(scalar, $0) } }
  }

  /// The same numbers in another shape, where a -1 is computed; nil if the counts differ.
  func reshaped(_ extents: [Int]) -> GraphNumbers? {
    let known = extents.filter { $0 >= 0 }
    guard let product = known.checkedProduct, extents.count - known.count <= 1, product > 0 else {
      return nil
    }
    let full = extents.map { $0 < 0 ? values.count / product : $0 }
    return full.checkedProduct == values.count ? GraphNumbers(shape: full, values) : nil
  }

  /// Elements or rows along the first axis.
  func gathered(_ indices: GraphNumbers) -> GraphNumbers? {
    guard let extent = shape.first, extent > 0, let picks = indices.integers else { return nil }
    let row = values.count / extent
    var result: [Double] = []
    for pick in picks {
      let index = pick < 0 ? pick + extent : pick
      guard (0..<extent).contains(index), result.count + row <= Self.limit else { return nil }
      result += values[index * row..<(index + 1) * row]
    }
    return GraphNumbers(shape: indices.shape + shape.dropFirst(), result)
  }

  /// Rows `start..<end` of the first axis by `step`, with Python's rules for negative numbers.
  func sliced(from start: Int, to end: Int, step: Int) -> GraphNumbers? {
    guard let extent = shape.first, extent > 0, step != 0, (-Self.limit...Self.limit).contains(step)
    else { return nil }
    func bound(_ value: Int, _ range: ClosedRange<Int>) -> Int {
      let value = value < 0 ? max(value, -extent - 1) + extent : value
      return min(max(value, range.lowerBound), range.upperBound)
    }
    let picks: [Int]
    if step > 0 {
      let (first, last) = (bound(start, 0...extent), bound(end, 0...extent))
      picks = Array(stride(from: first, to: last, by: step))
    } else {
      let last = end < -extent ? -1 : bound(end, -1...extent - 1)
      picks = Array(stride(from: bound(start, -1...extent - 1), to: last, by: step))
    }
    return gathered(GraphNumbers(picks))
  }

  /// The transpose of a matrix.
  var transposed: GraphNumbers? {
    guard shape.count == 2 else { return nil }
    let (rows, columns) = (shape[0], shape[1])
    let values = (0..<columns).flatMap { column in
      (0..<rows).map { self.values[$0 * columns + column] }
    }
    return GraphNumbers(shape: [columns, rows], values)
  }
}
