import Architectures
import Tensors

/// The output of a layer for one photograph, with statistics of its elements and channels.
package struct LayerActivation: Sendable {
  /// Index in `Network.layers`.
  package let layer: Int
  /// The output, (channels, height, width).
  package let values: Tensor
  package let shape: FeatureShape
  /// Size of the network's input.
  package let input: PixelSize
  package let field: ReceptiveField
  /// Statistics of all elements.
  package let summary: ValueSummary
  /// Statistics of each channel.
  package let channels: [ValueSummary]
  /// Counts of elements in equal steps from the smallest to the largest value.
  package let histogram: [Int]

  /// Bins of the histogram.
  package static let bins = 64

  /// Computes the statistics of a layer's output, (channels, height, width) or a vector.
  package init(layer: Int, values: Tensor, input: PixelSize, field: ReceptiveField) {
    self.layer = layer
    self.values = values
    self.input = input
    self.field = field
    let extents = values.shape.count == 3 ? values.shape : [values.count, 1, 1]
    shape = FeatureShape(channels: extents[0], height: extents[1], width: extents[2])
    let (area, width) = (extents[1] * extents[2], extents[2])
    let buffer = values.storage.buffer
    channels = (0..<extents[0]).map { index in
      ValueSummary(UnsafeBufferPointer(rebasing: buffer[index * area..<(index + 1) * area]), width)
    }
    summary = ValueSummary(joining: channels)
    histogram = Self.histogram(buffer, summary)
  }

  private static func histogram(_ values: UnsafeBufferPointer<Float>, _ summary: ValueSummary)
    -> [Int]
  {
    var counts = [Int](repeating: 0, count: bins)
    let (low, high) = (Float(summary.minimum), Float(summary.maximum))
    guard high > low else { return counts }
    let scale = Float(bins) / (high - low)
    for value in values where value.isFinite {
      counts[min(bins - 1, max(0, Int((value - low) * scale)))] += 1
    }
    return counts
  }

  /// The value at a channel, row and column.
  package func value(channel: Int, row: Int, column: Int) -> Double {
    Double(values.storage.buffer[(channel * shape.height + row) * shape.width + column])
  }

  /// The elements of one channel, row after row.
  package func channel(_ index: Int) -> UnsafeBufferPointer<Float> {
    let area = shape.height * shape.width
    return UnsafeBufferPointer(rebasing: values.storage.buffer[index * area..<(index + 1) * area])
  }

  /// Whether the layer has one value per channel: a gate, a pooled vector, the logits.
  package var isVector: Bool { shape.height == 1 && shape.width == 1 }
}

extension LayerActivation {
  /// The output `values` of a layer for an examined photograph.
  package init(layer: Int, values: Tensor, of examination: Examination) {
    let shape = examination.image.tensor.shape
    let fields = examination.network.network.receptiveFields(height: shape[2], width: shape[3])
    self.init(
      layer: layer, values: values, input: PixelSize(width: shape[3], height: shape[2]),
      field: fields[layer])
  }

  /// A tapped layer of an examination.
  package init(layer: Int, examination: Examination) {
    guard let values = examination.pass.activation(of: layer) else {
      preconditionFailure("layer \(layer) was not tapped")
    }
    self.init(layer: layer, values: values, of: examination)
  }
}

/// Statistics of the elements of a tensor or of one channel.
package struct ValueSummary: Sendable {
  package private(set) var count = 0
  package private(set) var minimum = Double.infinity, maximum = -Double.infinity
  /// Number of elements that are exactly zero.
  package private(set) var zeros = 0
  /// Number of elements that are not finite.
  package private(set) var broken = 0
  /// The place of the largest value.
  package private(set) var peak = (row: 0, column: 0)
  /// Number of elements that equal the largest value.
  package private(set) var atMaximum = 0
  private var sum = 0.0, squares = 0.0

  init(_ values: UnsafeBufferPointer<Float>, _ width: Int) {
    count = values.count
    var (low, high) = (Float.infinity, -Float.infinity)
    var best = 0
    for (index, value) in values.enumerated() {
      guard value.isFinite else {
        broken += 1
        continue
      }
      if value < low { low = value }
      if value > high {
        (high, best, atMaximum) = (value, index, 1)
      } else if value == high {
        atMaximum += 1
      }
      if value == 0 { zeros += 1 }
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    (minimum, maximum) = low <= high ? (Double(low), Double(high)) : (0, 0)
    peak = (best / max(1, width), best % max(1, width))
  }

  init(joining parts: [ValueSummary]) {
    for part in parts {
      if part.maximum > maximum {
        atMaximum = part.atMaximum
      } else if part.maximum == maximum {
        atMaximum += part.atMaximum
      }
      count += part.count
      minimum = min(minimum, part.minimum)
      maximum = max(maximum, part.maximum)
      zeros += part.zeros
      broken += part.broken
      sum += part.sum
      squares += part.squares
    }
    if parts.isEmpty { (minimum, maximum) = (0, 0) }
  }

  private var finite: Double { Double(max(1, count - broken)) }
  package var mean: Double { sum / finite }
  /// The mean of the squares.
  package var energy: Double { squares / finite }
  package var deviation: Double { max(0, energy - mean * mean).squareRoot() }
  package var zeroShare: Double { Double(zeros) / Double(max(1, count)) }
  package var maximumShare: Double { Double(atMaximum) / Double(max(1, count)) }
  /// Whether at least half of the elements equal the largest value, as behind a bound of 6 or in a
  /// channel that is zero everywhere.
  package var isSaturated: Bool { count > 1 && maximumShare >= 0.5 }
}
