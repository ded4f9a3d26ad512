import Architectures

/// What a sweep varies.
public enum SweepKind: String, Hashable, Sendable, CaseIterable {
  /// Channels alone.
  case width
  /// Block repeats alone.
  case depth
  /// The side of the input alone.
  case resolution
  /// All three, by the compound rule.
  case compound

  /// The one dimension that it varies, if it is one.
  public var dimension: ScalingDimension? { ScalingDimension(rawValue: rawValue) }
}

/// A base network scaled step by step, with its counted costs and the accuracies that were published.
public struct Sweep: Hashable, Sendable {
  /// What is varied.
  public let kind: SweepKind
  /// The network it starts from.
  public let base: Variant
  /// One network a step.
  public let points: [Point]

  /// One step.
  public struct Point: Hashable, Sendable {
    /// The coefficient, or φ.
    public let value: Double
    /// The network.
    public let variant: Variant
    /// Its cost at its own side.
    public let cost: Cost
    /// Bytes of weights and of live activations.
    public let weightBytes: Int
    /// Bytes of live activations.
    public let activationBytes: Int
    /// Multiply-adds over the base's.
    public let growth: Double
    /// What they would be without rounding.
    public let idealGrowth: Double
    /// The accuracy that was published for exactly this step.
    public let publishedTop1: Double?
  }

  /// Scales `base` by each of `values`; without them by those of the paper's figures.
  public init(
    _ kind: SweepKind, of base: Variant, values: [Double]? = nil, rule: CompoundScaling = .paper
  ) throws(ScalingError) {
    self.kind = kind
    self.base = base
    var points: [Point] = []
    for value in values ?? Sweep.paperValues(kind) {
      let factors = kind.dimension.map { ScalingFactors(dimension: $0, value: value) }
      let scaled =
        if let factors { try ScaledNetwork(base, by: factors) } else {
          try ScaledNetwork(base, by: rule, phi: value)
        }
      points.append(
        Point(
          value: value, variant: scaled.variant, cost: scaled.cost,
          weightBytes: scaled.weightBytes, activationBytes: scaled.activationBytes,
          growth: scaled.growth, idealGrowth: scaled.idealGrowth,
          publishedTop1: Sweep.published(kind, of: base, at: value)))
    }
    self.points = points
  }

  /// The coefficients of Figure 3, or whole φ from 0 to 7.
  public static func paperValues(_ kind: SweepKind) -> [Double] {
    kind == .compound
      ? (0...7).map(Double.init)
      : FigurePoint.figure3.filter { $0.series == kind.rawValue }.compactMap {
        $0.factors?.value(of: kind.dimension)
      }
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

extension ScalingFactors {
  func value(of dimension: ScalingDimension?) -> Double? {
    switch dimension {
    case .depth: depth
    case .width: width
    case .resolution: resolution
    case nil: nil
    }
  }
}
