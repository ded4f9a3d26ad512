import Architectures
import Tensors

/// The normalisation between a graph's image and its first convolution, which belongs to the
/// preprocessing.
///
/// It is y = scale · x + offset for each channel, however many operators compute it.
struct InputScaling {
  private var scale: [Double]
  private var offset: [Double]
  /// The node of y.
  private(set) var node: Int
  /// The nodes of these operators in order.
  private(set) var path: [Int] = []

  /// Takes the operators behind the image, as far as nothing else reads what they give.
  init(_ comparison: inout GraphComparison) throws(CheckpointError) {
    let channels = comparison.network.inputChannels
    node = try comparison.image()
    scale = [Double](repeating: 1, count: channels)
    offset = [Double](repeating: 0, count: channels)
    while case let readers = comparison.open(readersOf: node), readers.count == 1,
      let step = Self.step(comparison.graph.nodes[readers[0]].operation, channels)
    {
      for channel in 0..<channels {
        scale[channel] *= step.scale[channel]
        offset[channel] = offset[channel] * step.scale[channel] + step.offset[channel]
      }
      comparison.claim(readers)
      node = readers[0]
      path.append(node)
    }
  }

  private typealias Step = (scale: [Double], offset: [Double])

  /// What an operator does to each channel; nil if it is more than a product and a sum.
  private static func step(_ operation: GraphOperation, _ channels: Int) -> Step? {
    let found: Step?
    switch operation {
    case .function(let function):
      let (factor, added) = (function(1) - function(0), function(0))
      let isAffine = SampledFunction.points.allSatisfy { point in
        let expected = factor * point + added
        return abs(function(point) - expected) <= 1e-9 * max(1, abs(expected))
      }
      found =
        isAffine
        ? (
          [Double](repeating: factor, count: channels), [Double](repeating: added, count: channels)
        )
        : nil
    case .channels(let combination, let tensor):
      // One number for each channel, the same in all rows and columns.
      let extents = tensor.shape.drop { $0 == 1 }
      guard Array(extents) == [channels, 1, 1], let numbers = GraphNumbers(tensor)?.values
      else { return nil }
      let ones = [Double](repeating: 1, count: channels)
      let zeros = [Double](repeating: 0, count: channels)
      switch combination {
      case .add: found = (ones, numbers)
      case .subtract: found = (ones, numbers.map { -$0 })
      case .multiply: found = (numbers, zeros)
      case .divide: found = (numbers.map { 1 / $0 }, zeros)
      default: found = nil
      }
    case .normalization(let norm): found = Self.step(norm, channels)
    default: found = nil
    }
    guard let found, (found.scale + found.offset).allSatisfy(\.isFinite) else { return nil }
    return found
  }

  private static func step(_ norm: GraphNormalization, _ channels: Int) -> Step? {
    let values = norm.tensors?.byKind.compactMap { GraphNumbers($0.1)?.values } ?? []
    guard values.count == 4, values.allSatisfy({ $0.count == channels }) else { return nil }
    let scale = zip(values[0], values[3]).map { $0 / ($1 + norm.epsilon).squareRoot() }
    let offset = (0..<channels).map { values[1][$0] - values[2][$0] * scale[$0] }
    return (scale, offset)
  }

  /// The scaling of arrays that are given as the graph's input; nil if there is none.
  var ofArrays: ChannelScaling? {
    path.isEmpty
      ? nil : ChannelScaling(scale: scale.map { Float($0) }, offset: offset.map { Float($0) })
  }

  /// The largest value of the images that a usual normalisation is made for: 1 or 255.
  ///
  /// It turns the range of an image into one of 0.5 to 20, such as −1…1 or −2.1…2.6. Nil for any
  /// other one.
  var largestValue: Double? {
    [1, 255].first { largest in scale.allSatisfy { (0.5...20).contains($0 * largest) } }
  }

  /// Mean and deviation of red, green and blue for values in 0…1, if the image's are in
  /// 0…`largest`; nil unless it has three channels or one.
  func changes(largest: Double) -> RecipeChanges? {
    guard scale.count == 3 || scale.count == 1 else { return nil }
    func colours(_ values: [Double]) -> [Float] { (0..<3).map { Float(values[$0 % values.count]) } }
    var changes = RecipeChanges()
    changes.mean = colours(zip(scale, offset).map { -$1 / ($0 * largest) })
    changes.standardDeviation = colours(scale.map { 1 / ($0 * largest) })
    return changes
  }
}
