import Tensors

/// How a tensor's numbers are distributed; those that are NaN or infinite are counted apart.
public struct TensorStatistics: Hashable, Sendable {
  /// Smallest finite number; nil when there is none.
  public var minimum: Float?
  /// Largest finite number; nil when there is none.
  public var maximum: Float?
  /// Mean of the finite numbers; nil when there are none.
  public var mean: Double?
  /// Their standard deviation, over the whole population; nil when there are none.
  public var standardDeviation: Double?
  /// NaNs and infinities.
  public var nonFinite = 0

  /// The statistics of `tensor`, summed in double precision.
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
