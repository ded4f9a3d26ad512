import Architectures

/// A network scaled from a base, with everything that can be counted of it.
public struct ScaledNetwork: Sendable {
  /// The network it was scaled from.
  public let base: Variant
  /// How far each dimension was scaled.
  public let factors: ScalingFactors
  /// φ, where the compound rule chose the factors.
  public let phi: Double?
  /// The scaled member of the family.
  public let variant: Variant
  /// Its layers.
  public let network: Network
  /// Its stages, first to last.
  public let stages: [Row]
  /// What it costs at its own side.
  public let cost: Cost
  /// Bytes of its weights, running statistics included.
  public let weightBytes: Int
  /// Bytes of the activations that live at once, at their most.
  public let activationBytes: Int
  /// Its multiply-adds over the base's.
  public let growth: Double

  /// One stage with its output and cost.
  public struct Row: Hashable, Sendable {
    /// The stage.
    public let stage: Stage
    /// Its output's shape.
    public let output: FeatureShape
    /// What its layers cost.
    public let cost: Cost
  }

  /// `base` scaled by `factors`.
  public init(_ base: Variant, by factors: ScalingFactors) throws(ScalingError) {
    self.init(base, factors, phi: nil, try base.scaled(by: factors))
  }

  /// `base` scaled by the compound rule at `phi`.
  public init(_ base: Variant, by rule: CompoundScaling, phi: Double) throws(ScalingError) {
    let variant = try base.scaled(by: rule, phi: phi)
    self.init(base, rule.factors(phi: phi), phi: phi, variant)
  }

  private init(_ base: Variant, _ factors: ScalingFactors, phi: Double?, _ variant: Variant) {
    self.base = base
    self.factors = factors
    self.phi = phi
    self.variant = variant
    let side = variant.resolution
    let network = variant.network()
    let shapes = network.shapes(height: side, width: side)
    let costs = network.layerCosts(height: side, width: side)
    self.network = network
    stages = network.stages.map { stage in
      Row(
        stage: stage, output: shapes[stage.output],
        cost: costs[stage.layers].reduce(Cost(), +))
    }
    cost = costs.reduce(Cost(), +)
    weightBytes = network.weightBytes
    activationBytes = 4 * network.peakActivations(height: side, width: side)
    growth = Double(cost.macs) / Double(CountedCost.of(base).macs)
  }

  /// What the multiply-adds would grow by if nothing were rounded.
  public var idealGrowth: Double { factors.idealGrowth }

  /// Its accuracy, published or between two published networks; nil where neither is known.
  public var accuracy: AccuracyCurve.Estimate? {
    base.family == .efficientNet ? AccuracyCurve.efficientNet.estimate(macs: cost.macs) : nil
  }
}

extension CompoundScaling {
  /// 2^φ: what the multiply-adds are meant to grow by.
  public static func doubling(_ phi: Double) -> Double {
    CompoundScaling(alpha: 2, beta: 1, gamma: 1).idealGrowth(phi: phi)
  }
}
