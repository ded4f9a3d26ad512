import Architectures

/// The dimension that a sweep varies.
package enum SweepKind: String, Hashable, Sendable, CaseIterable {
  /// Channels alone.
  case width
  /// Block repeats alone.
  case depth
  /// The input's side alone.
  case resolution
  /// All three, by the compound rule.
  case compound

  /// The varied dimension; nil for `compound`.
  package var dimension: ScalingDimension? { ScalingDimension(rawValue: rawValue) }
}

/// A base network scaled in steps, with counted costs and published accuracies.
package struct Sweep: Hashable, Sendable {
  package let kind: SweepKind
  package let base: Variant
  package let points: [Point]

  package struct Point: Hashable, Sendable {
    /// The coefficient, or φ.
    package let value: Double
    package let variant: Variant
    /// Cost at its own resolution.
    package let cost: Cost
    package let weightBytes: Int
    /// Peak bytes of live activations.
    package let activationBytes: Int
    /// Multiply-adds over the base's, as counted and without rounding.
    package let growth, idealGrowth: Double
    /// The accuracy that Figure 3 or Table 3 gives for exactly this step.
    ///
    /// Its networks were trained otherwise than Table 2's, so one network has another accuracy there.
    package let figureTop1: Double?
  }

  /// Scales `base` by each of `values`; nil for those of the paper's figures.
  package init(
    _ kind: SweepKind, of base: Variant, values: [Double]? = nil, rule: CompoundScaling = .paper
  ) throws(ScalingError) {
    self.kind = kind
    self.base = base
    points = try (values ?? Sweep.paperValues(kind)).map { value throws(ScalingError) in
      let factors = kind.dimension.map { ScalingFactors(dimension: $0, value: value) }
      let scaled =
        if let factors { try ScaledNetwork(base, by: factors) } else {
          try ScaledNetwork(base, by: rule, phi: value)
        }
      return Point(
        value: value, variant: scaled.variant, cost: scaled.cost,
        weightBytes: scaled.weightBytes, activationBytes: scaled.activationBytes,
        growth: scaled.growth, idealGrowth: scaled.idealGrowth,
        figureTop1: Sweep.published(kind, of: base, at: value))
    }
  }

  /// The coefficients of Figure 3, or whole φ from 0 to 7.
  package static func paperValues(_ kind: SweepKind) -> [Double] {
    guard let dimension = kind.dimension else { return (0...7).map(Double.init) }
    let points = FigurePoint.figure3.filter { $0.series == kind.rawValue }
    return points.compactMap { $0.factors?[keyPath: dimension.factor] }
  }

  /// The accuracy that Figure 3 or Table 3 gives for `base` scaled by `value` alone.
  private static func published(_ kind: SweepKind, of base: Variant, at value: Double) -> Double? {
    guard let dimension = kind.dimension else { return nil }
    let factors = ScalingFactors(dimension: dimension, value: value)
    if base.name == "b0" {
      return FigurePoint.figure3.first { $0.factors == factors && $0.series == kind.rawValue }?
        .accuracy
    }
    return ScalingResult.all.first { $0.model == base.title && $0.factors == factors }?.top1
  }
}

extension ScalingDimension {
  /// Its factor.
  var factor: WritableKeyPath<ScalingFactors, Double> {
    switch self {
    case .depth: \.depth
    case .width: \.width
    case .resolution: \.resolution
    }
  }
}

extension ScalingFactors {
  /// Only `dimension` scaled, by `value`.
  package init(dimension: ScalingDimension, value: Double) {
    self.init()
    self[keyPath: dimension.factor] = value
  }
}
