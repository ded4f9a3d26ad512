import Tensors

/// Statistics of a tensor's finite elements, and the number of the others.
public struct TensorStatistics: Hashable, Sendable {
  /// Smallest finite element; nil if there is none.
  public var minimum: Float?
  /// Largest finite element; nil if there is none.
  public var maximum: Float?
  /// Mean of the finite elements; nil if there are none.
  public var mean: Double?
  /// Population standard deviation of the finite elements; nil if there are none.
  public var standardDeviation: Double?
  /// Number of NaN and infinite elements.
  public var nonFinite = 0

  /// Computes the statistics of `tensor`; sums are in double precision.
  public init(_ tensor: Tensor) {
    let elements = tensor.storage.buffer
    defer { withExtendedLifetime(tensor) {} }
    var low = Float.infinity
    var high = -Float.infinity
    var sum = 0.0
    var finite = 0
    for element in elements where element.isFinite {
      low = min(low, element)
      high = max(high, element)
      sum += Double(element)
      finite += 1
    }
    nonFinite = elements.count - finite
    guard finite > 0 else { return }
    let mean = sum / Double(finite)
    var squares = 0.0
    for element in elements where element.isFinite {
      let difference = Double(element) - mean
      squares += difference * difference
    }
    minimum = low
    maximum = high
    self.mean = mean
    standardDeviation = (squares / Double(finite)).squareRoot()
  }
}
