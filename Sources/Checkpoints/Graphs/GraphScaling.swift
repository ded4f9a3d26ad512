import Architectures
import Tensors

/// The scaling of the picture's channels before the first convolution of a graph.
///
/// y = factor · x + summand for each of three channels; x are the numbers that the graph's input
/// takes.
struct GraphScaling {
  private(set) var factor = [Double](repeating: 1, count: 3)
  private(set) var summand = [Double](repeating: 0, count: 3)
  /// The node of y.
  private(set) var node: Int
  /// The operator that makes y; nil if nothing scales.
  private var title: String?

  /// Takes the element-wise products and sums behind the image, as far as nothing else reads it.
  init(_ comparison: inout GraphComparison) throws(CheckpointError) {
    node = try comparison.image()
    while case let readers = comparison.open(readersOf: node), readers.count == 1,
      apply(comparison.graph.nodes[readers[0]].operation)
    {
      comparison.claim(readers)
      node = readers[0]
      title = comparison.graph.nodes[node].title
    }
  }

  /// Joins an operator's factor and summand; false for an operator that does something else.
  private mutating func apply(_ operation: GraphOperation) -> Bool {
    switch operation {
    case .function(let function):
      guard let line = Self.line(function) else { return false }
      for channel in 0..<3 { join(channel, line.factor, line.summand) }
    case .channels(let combination, let tensor):
      guard tensor.count == 3, let numbers = try? tensor.tensor().elements else { return false }
      for (channel, number) in zip(0..<3, numbers) {
        let function = GraphFunction(combination, Double(number), isFirst: true)
        guard let line = Self.line(function) else { return false }
        join(channel, line.factor, line.summand)
      }
    default: return false
    }
    return true
  }

  private mutating func join(_ channel: Int, _ factor: Double, _ summand: Double) {
    self.factor[channel] *= factor
    self.summand[channel] = self.summand[channel] * factor + summand
  }

  /// Factor and summand of a function that is a straight line; nil for any other.
  private static func line(_ function: GraphFunction) -> (factor: Double, summand: Double)? {
    let summand = function(0)
    let factor = function(1) - summand
    guard factor.isFinite, factor > 0, summand.isFinite else { return nil }
    let points = SampledFunction.points + [-255, 255]
    let line = SampledFunction(values: points.map { factor * $0 + summand })
    let isLine = SampledFunction(values: points.map { function($0) }).isEqual(to: line)
    return isLine ? (factor, summand) : nil
  }

  // MARK: - Pictures

  /// Mean and standard deviation for pixels in 0…1; nil for an input that is scaled elsewhere.
  ///
  /// The graph does not say which numbers its input takes. x = −summand ÷ factor becomes 0: a
  /// picture's mean, which tells pixels of 0…255 from such of 0…1. Converters join a factor alone
  /// with the first convolution, `stem`: then only the size of its weights tells.
  func recipe(
    before stem: StoredTensor?
  ) throws(CheckpointError) -> (mean: [Float], deviation: [Float])? {
    let centre = zip(factor, summand).map { -$1 / $0 }
    let largest: Double
    if centre.allSatisfy({ $0 > Self.unitLimit }) {
      largest = 255
    } else if centre.allSatisfy({ 0 < $0 && $0 <= Self.unitLimit }) {
      largest = 1
    } else if centre.allSatisfy({ $0 == 0 }), let isSmall = Self.isForBytes(stem, factor[0]) {
      guard isSmall else { return nil }
      largest = 255
    } else {
      throw .otherOperator(found: title, expected: "a scaling of pixels in 0…255 or in 0…1")
    }
    return (
      mean: centre.map { Float($0 / largest) },
      deviation: factor.map { Float(1 / (largest * $0)) }
    )
  }

  /// True if the graph itself states the scaling.
  var isStated: Bool { summand.contains { $0 != 0 } }

  /// Largest mean of pixels in 0…1; a mean of 0…255 is larger but for black pictures.
  private static let unitLimit = 1.5

  /// True if the filters times `factor` are for pixels of 0…255, false for numbers around ±1; nil
  /// if their sizes don't tell.
  ///
  /// Filters give numbers around ±1. For normalised pixels, their Euclidean lengths are then
  /// around 1 to 10, for 0…255 at most about a tenth of that.
  private static func isForBytes(_ stem: StoredTensor?, _ factor: Double) -> Bool? {
    guard let stem, let values = try? stem.tensor().elements, let count = stem.shape.first,
      count > 0
    else { return nil }
    let size = values.count / count
    let lengths = (0..<count).map { filter in
      values[filter * size..<(filter + 1) * size].reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
    }
    let median = lengths.sorted()[count / 2] * factor
    if median < 0.1 { return true }
    return factor == 1 && median > 0.2 ? false : nil
  }
}
