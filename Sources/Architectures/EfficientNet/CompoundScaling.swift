import RealModule

/// Scaling factor of each dimension; 1 means unscaled.
public struct ScalingFactors: Hashable, Sendable {
  /// Multiplies block repeats (d).
  public var depth: Double
  /// Multiplies channels (w).
  public var width: Double
  /// Multiplies the side of the input (r).
  public var resolution: Double

  /// Factors of depth, width and resolution.
  public init(depth: Double = 1, width: Double = 1, resolution: Double = 1) {
    self.depth = depth
    self.width = width
    self.resolution = resolution
  }

  /// Growth factor of the multiply-adds if nothing is rounded: d · w² · r².
  public var idealGrowth: Double { depth * width * width * resolution * resolution }
}

/// The paper's rule: one φ scales all three dimensions, each by its own base.
///
/// Tan & Le 2019, equation 3: d = α^φ, w = β^φ, r = γ^φ with α · β² · γ² ≈ 2 and α, β, γ ≥ 1, so that
/// the multiply-adds grow by about 2^φ.
public struct CompoundScaling: Hashable, Sendable {
  /// Base of the depth.
  public var alpha: Double
  /// Base of the width.
  public var beta: Double
  /// Base of the resolution.
  public var gamma: Double

  /// The paper's bases, found by grid search on B0.
  public static let paper = CompoundScaling(alpha: 1.2, beta: 1.1, gamma: 1.15)

  /// Bases of depth, width and resolution.
  public init(alpha: Double, beta: Double, gamma: Double) {
    self.alpha = alpha
    self.beta = beta
    self.gamma = gamma
  }

  /// α · β² · γ², which the paper keeps near 2.
  public var constraint: Double { alpha * beta * beta * gamma * gamma }

  /// The factors at `phi`.
  public func factors(phi: Double) -> ScalingFactors {
    ScalingFactors(
      depth: Double.pow(alpha, phi), width: Double.pow(beta, phi),
      resolution: Double.pow(gamma, phi))
  }

  /// Growth factor of the multiply-adds at `phi` if nothing is rounded.
  public func idealGrowth(phi: Double) -> Double { Double.pow(constraint, phi) }
}
