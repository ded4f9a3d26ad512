/// The paper's first step: all (α, β, γ) of a grid that keep α · β² · γ² near a target, at φ = 1.
public struct ScalingSearch: Hashable, Sendable {
  /// Depth bases to try.
  public var alphas: [Double]
  /// Width bases to try.
  public var betas: [Double]
  /// Resolution bases to try.
  public var gammas: [Double]
  /// What α · β² · γ² shall be.
  public var target: Double
  /// How far from the target it may lie.
  public var tolerance: Double

  /// One candidate and what it costs.
  public struct Candidate: Hashable, Sendable {
    /// The bases.
    public let rule: CompoundScaling
    /// The network's side at φ = 1.
    public let resolution: Int
    /// The cost of the network that they give at φ = 1.
    public let cost: Cost
    /// Its multiply-adds over the base's.
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

  /// Evenly spaced values from `low` to `high`, free of accumulated rounding.
  public static func steps(from low: Double, to high: Double, by step: Double) -> [Double] {
    guard step > 0, high >= low else { return low == high ? [low] : [] }
    let count = Int(((high - low) / step + 1e-9).rounded(.down))
    return (0...count).map { index in
      ((low + Double(index) * step) * 1e6).rounded() / 1e6
    }
  }

  /// The candidates over `base`, nearest to the target first.
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

  /// The grid's rules that meet the constraint.
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
