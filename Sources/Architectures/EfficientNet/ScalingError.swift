/// Reasons why a network can't be scaled.
package enum ScalingError: Error, Hashable, Sendable {
  /// A factor that is not a positive number.
  case factorNotPositive(dimension: ScalingDimension, value: Double)
  /// A base below 1, which would shrink the network as φ grows.
  case baseBelowOne(dimension: ScalingDimension, value: Double)
  /// φ is not a number.
  case phiNotFinite(Double)
  /// The network's design has no width and depth multipliers.
  case notScalable(variant: String)
  /// Weights and activations would need `bytes`, more than `limit` bytes.
  case tooLarge(bytes: Double, limit: Double)
  /// The network would have more than `limit` blocks.
  case tooDeep(blocks: Double, limit: Int)
  /// The input's side would be below one pixel or above `limit` pixels.
  case resolutionOutOfRange(side: Double, limit: Int)
}

/// One of the three dimensions that a network is scaled in.
package enum ScalingDimension: String, Hashable, Sendable, CaseIterable {
  /// Number of block repeats.
  case depth
  case width
  /// The side of the input.
  case resolution
}
