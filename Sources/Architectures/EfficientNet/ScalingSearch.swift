/// Grid search over the bases (α, β, γ) that keep α · β² · γ² near a target, at φ = 1.
///
/// Tan & Le 2019, section 3.3, step 1.
public struct ScalingSearch: Hashable, Sendable {
  /// Depth bases to try.
  public var alphas: [Double]
  /// Width bases to try.
  public var betas: [Double]
  /// Resolution bases to try.
  public var gammas: [Double]
  /// Target value of α · β² · γ².
  public var target: Double
  /// Largest accepted distance from the target.
  public var tolerance: Double

  /// Bases that meet the constraint, with the cost of the network they give.
  public struct Candidate: Hashable, Sendable {
    /// The bases.
    public let rule: CompoundScaling
    /// Resolution of the network at φ = 1, in pixels.
    public let resolution: Int
    /// Cost of the network at φ = 1.
    public let cost: Cost
    /// Its multiply-adds divided by those of the unscaled network.
    public let growth: Double
  }

  /// A search over a grid.
  public init(
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
  public static func steps(from low: Double, to high: Double, by step: Double) -> [Double] {
    guard step > 0, high >= low else { return low == high ? [low] : [] }
    let count = Int(((high - low) / step + 1e-9).rounded(.down))
    return (0...count).map { index in
      ((low + Double(index) * step) * 1e6).rounded() / 1e6
    }
  }

  /// The candidates for scaling `base`, sorted by distance from the target.
  public func candidates(over base: Variant) throws(ScalingError) -> [Candidate] {
    let unscaled = base.network().cost(height: base.resolution, width: base.resolution)
    var found: [Candidate] = []
    for rule in rules {
      let scaled = try base.scaled(by: rule, phi: 1)
      let cost = scaled.network().cost(height: scaled.resolution, width: scaled.resolution)
      found.append(
        Candidate(
          rule: rule, resolution: scaled.resolution, cost: cost,
          growth: Double(cost.macs) / Double(unscaled.macs)))
    }
    return found.sorted {
      ($0.rule.constraint - target).magnitude < ($1.rule.constraint - target).magnitude
    }
  }

  /// The bases of the grid that meet the constraint.
  public var rules: [CompoundScaling] {
    var rules: [CompoundScaling] = []
    for alpha in alphas {
      for beta in betas {
        for gamma in gammas {
          let rule = CompoundScaling(alpha: alpha, beta: beta, gamma: gamma)
          if (rule.constraint - target).magnitude <= tolerance + 1e-12 { rules.append(rule) }
        }
      }
    }
    return rules
  }
}
