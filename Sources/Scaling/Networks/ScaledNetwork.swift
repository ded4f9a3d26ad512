import Architectures

/// A network scaled from a base, with its counts.
package struct ScaledNetwork: Sendable {
  package let base: Variant
  package let factors: ScalingFactors
  /// φ, if the compound rule chose the factors.
  package let phi: Double?
  package let variant: Variant
  package let network: Network
  package let stages: [Row]
  /// Cost at its own resolution.
  package let cost: Cost
  /// Bytes of its weights, running statistics included.
  package let weightBytes: Int
  /// Peak bytes of live activations.
  package let activationBytes: Int
  /// Its multiply-adds over the base's.
  package let growth: Double

  /// One stage with its output shape and cost.
  package struct Row: Hashable, Sendable {
    package let stage: Stage
    package let output: FeatureShape
    package let cost: Cost
  }

  package init(_ base: Variant, by factors: ScalingFactors) throws(ScalingError) {
    self.init(base, factors, phi: nil, try base.scaled(by: factors))
  }

  /// `base` scaled by the compound rule at `phi`.
  package init(_ base: Variant, by rule: CompoundScaling, phi: Double) throws(ScalingError) {
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
      let cost = costs[stage.layers].reduce(Cost(), +)
      return Row(stage: stage, output: shapes[stage.output], cost: cost)
    }
    cost = costs.reduce(Cost(), +)
    weightBytes = network.weightBytes
    activationBytes = 4 * network.peakActivations(height: side, width: side)
    growth = Double(cost.macs) / Double(CountedCost.of(base).macs)
  }

  /// Growth of the multiply-adds without rounding.
  package var idealGrowth: Double { factors.idealGrowth }

  /// Published or interpolated accuracy; nil if unknown.
  package var accuracy: AccuracyCurve.Estimate? {
    base.family == .efficientNet ? AccuracyCurve.efficientNet.estimate(macs: cost.macs) : nil
  }
}

extension CompoundScaling {
  /// 2^φ, the intended growth of the multiply-adds.
  package static func doubling(_ phi: Double) -> Double {
    CompoundScaling(alpha: 2, beta: 1, gamma: 1).idealGrowth(phi: phi)
  }
}
