import RealModule

/// Scaling factor of each dimension; 1 means unscaled.
package struct ScalingFactors: Hashable, Sendable {
  /// Factors of block repeats (d), of channels (w) and of the input's side (r).
  package var depth, width, resolution: Double

  package init(depth: Double = 1, width: Double = 1, resolution: Double = 1) {
    (self.depth, self.width, self.resolution) = (depth, width, resolution)
  }

  /// Growth factor of the multiply-adds if nothing is rounded: d · w² · r².
  package var idealGrowth: Double { depth * width * width * resolution * resolution }
}

/// The paper's rule: one φ scales all three dimensions, each by its own base.
///
/// Tan & Le 2019, equation 3: d = α^φ, w = β^φ, r = γ^φ with α · β² · γ² ≈ 2 and α, β, γ ≥ 1, so that
/// the multiply-adds grow by about 2^φ.
package struct CompoundScaling: Hashable, Sendable {
  /// Bases of depth, width and resolution.
  package var alpha, beta, gamma: Double

  /// The paper's bases, found by grid search on B0.
  package static let paper = CompoundScaling(alpha: 1.2, beta: 1.1, gamma: 1.15)

  package init(alpha: Double, beta: Double, gamma: Double) {
    (self.alpha, self.beta, self.gamma) = (alpha, beta, gamma)
  }

  /// α · β² · γ², which the paper keeps near 2.
  package var constraint: Double { alpha * beta * beta * gamma * gamma }

  package func factors(phi: Double) -> ScalingFactors {
    ScalingFactors(
      depth: Double.pow(alpha, phi), width: Double.pow(beta, phi),
      resolution: Double.pow(gamma, phi))
  }

  /// Growth factor of the multiply-adds at `phi` if nothing is rounded.
  package func idealGrowth(phi: Double) -> Double { Double.pow(constraint, phi) }
}
