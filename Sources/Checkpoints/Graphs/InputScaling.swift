import Architectures
import Tensors

/// The scaling of the image's channels before the first convolution of a graph, which belongs to
/// the preprocessing.
///
/// y = factor · x + summand for each channel, however many operators compute it; x are the numbers
/// that the graph's input takes. All factors are positive.
struct InputScaling {
  private(set) var factor: [Double]
  private(set) var summand: [Double]
  /// The node of y.
  private(set) var node: Int
  /// The nodes of these operators in order.
  private(set) var path: [Int] = []

  /// Takes the operators behind the image, as far as nothing else reads what they give.
  ///
  /// `isChannelsLast` tells the axis of a constant with one number for each channel.
  init(_ comparison: inout GraphComparison, isChannelsLast: Bool) throws(CheckpointError) {
    let channels = comparison.network.inputChannels
    node = try comparison.image()
    factor = [Double](repeating: 1, count: channels)
    summand = [Double](repeating: 0, count: channels)
    while case let readers = comparison.open(readersOf: node), readers.count == 1,
      let lines = Self.lines(
        comparison.graph.nodes[readers[0]].operation, channels, isChannelsLast: isChannelsLast)
    {
      for (channel, line) in lines.enumerated() {
        factor[channel] *= line.factor
        summand[channel] = summand[channel] * line.factor + line.summand
      }
      comparison.claim(readers)
      node = readers[0]
      path.append(node)
    }
  }

  private typealias Line = (factor: Double, summand: Double)

  /// What an operator does to each channel; nil if it is more than a product and a sum.
  private static func lines(
    _ operation: GraphOperation, _ channels: Int, isChannelsLast: Bool
  ) -> [Line]? {
    switch operation {
    case .function(let function):
      return line(function).map { [Line](repeating: $0, count: channels) }
    case .channels(let combination, let tensor):
      // One number for each channel, the same in all rows and columns.
      let extents = isChannelsLast ? [channels] : [channels, 1, 1]
      guard Array(tensor.shape.drop { $0 == 1 }) == extents,
        let numbers = GraphNumbers(tensor)?.values
      else { return nil }
      let lines = numbers.compactMap { line(GraphFunction(combination, $0, isFirst: true)) }
      return lines.count == channels ? lines : nil
    case .normalization(let norm): return lines(norm, channels)
    default: return nil
    }
  }

  private static func lines(_ norm: GraphNormalization, _ channels: Int) -> [Line]? {
    let values = norm.tensors?.byKind.compactMap { GraphNumbers($0.1)?.values } ?? []
    guard values.count == 4, values.allSatisfy({ $0.count == channels }) else { return nil }
    let lines = (0..<channels).compactMap { channel in
      let factor = values[0][channel] / (values[3][channel] + norm.epsilon).squareRoot()
      return checked((factor, values[1][channel] - values[2][channel] * factor))
    }
    return lines.count == channels ? lines : nil
  }

  /// Factor and summand of a function that is a straight line; nil for any other.
  ///
  /// It is compared in double precision, also at the ends of 8-bit pixels.
  private static func line(_ function: GraphFunction) -> Line? {
    let summand = function(0)
    let factor = function(1) - summand
    let isLine = (SampledFunction.points + [-255, 255]).allSatisfy { point in
      let expected = factor * point + summand
      return abs(function(point) - expected) <= 1e-9 * max(1, abs(expected))
    }
    return isLine ? checked((factor, summand)) : nil
  }

  /// Nil for a factor that no normalisation has: it would turn pictures into their negatives.
  private static func checked(_ line: Line) -> Line? {
    line.factor.isFinite && line.factor > 0 && line.summand.isFinite ? line : nil
  }
}
