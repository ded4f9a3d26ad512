/// Grid search for bases with α · β² · γ² near a target, at φ = 1 (Tan & Le 2019, section 3.3).
package struct ScalingSearch: Hashable, Sendable {
  package var alphas, betas, gammas: [Double]
  /// Target value of α · β² · γ², and the largest accepted distance from it.
  package var target, tolerance: Double

  /// Bases that meet the constraint, with the cost of the network they give.
  package struct Candidate: Hashable, Sendable {
    package let rule: CompoundScaling
    /// Resolution of the network at φ = 1, in pixels.
    package let resolution: Int
    package let cost: Cost
    /// Its multiply-adds divided by those of the unscaled network.
    package let growth: Double
  }

  package init(
    alphas: [Double], betas: [Double], gammas: [Double], target: Double = 2,
    tolerance: Double = 0.1
  ) {
    self.alphas = alphas
    self.betas = betas
    self.gammas = gammas
    self.target = target
    self.tolerance = tolerance
  }

  /// Values from `low` to `high` in steps of `step`, rounded to six decimals.
  ///
  /// Empty if `step` is not positive or `high` is below `low`; `[low]` if both ends are equal.
  package static func steps(from low: Double, to high: Double, by step: Double) -> [Double] {
    guard step > 0, high >= low else { return low == high ? [low] : [] }
    let count = Int(((high - low) / step + 1e-9).rounded(.down))
    return (0...count).map { index in
      ((low + Double(index) * step) * 1e6).rounded() / 1e6
    }
  }

  /// The candidates for scaling `base`, sorted by distance from the target.
  package func candidates(over base: Variant) throws(ScalingError) -> [Candidate] {
    let unscaled = base.network().cost(height: base.resolution, width: base.resolution)
    return try rules.map { rule throws(ScalingError) in
      let scaled = try base.scaled(by: rule, phi: 1)
      let cost = scaled.network().cost(height: scaled.resolution, width: scaled.resolution)
      return Candidate(
        rule: rule, resolution: scaled.resolution, cost: cost,
        growth: Double(cost.macs) / Double(unscaled.macs))
    }.sorted {
      ($0.rule.constraint - target).magnitude < ($1.rule.constraint - target).magnitude
    }
  }

  package var rules: [CompoundScaling] {
    let grid = alphas.flatMap { alpha in
      betas.flatMap { beta in
        gammas.map { CompoundScaling(alpha: alpha, beta: beta, gamma: $0) }
      }
    }
    return grid.filter { ($0.constraint - target).magnitude <= tolerance + 1e-12 }
  }
}
