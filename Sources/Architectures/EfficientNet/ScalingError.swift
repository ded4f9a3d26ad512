/// Why a network can't be scaled as asked.
public enum ScalingError: Error, Hashable, Sendable {
  /// A factor that is not a positive number.
  case factorNotPositive(dimension: ScalingDimension, value: Double)
  /// A base below 1, which would shrink the network as φ grows.
  case baseBelowOne(dimension: ScalingDimension, value: Double)
  /// φ is not a number.
  case phiNotFinite(Double)
  /// The network's table has no width and depth to scale.
  case notScalable(variant: String)
  /// Weights and activations would need more than `limit` bytes.
  case tooLarge(bytes: Double, limit: Double)
  /// The network would have more than `limit` blocks.
  case tooDeep(blocks: Double, limit: Int)
  /// The input would be smaller than one pixel or larger than `limit` on a side.
  case resolutionOutOfRange(side: Double, limit: Int)
}

/// One of the three dimensions that a network scales in.
public enum ScalingDimension: String, Hashable, Sendable, CaseIterable {
  /// Block repeats.
  case depth
  /// Channels.
  case width
  /// The side of the input.
  case resolution
}
