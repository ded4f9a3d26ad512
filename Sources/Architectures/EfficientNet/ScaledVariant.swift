extension Variant {
  package var isScalable: Bool { unscaledBlocks != nil }

  package static let scalingBases: [Variant] = ["b0", "mobilenet-v1", "mobilenet-v2", "resnet-50"]
    .compactMap(named)

  /// This network scaled by `factors`; throws if it is not scalable or a limit is exceeded.
  package func scaled(by factors: ScalingFactors) throws(ScalingError) -> Variant {
    guard isScalable else { throw .notScalable(variant: name) }
    try ScalingLimits.check(factors, of: self)
    let side = (Double(resolution) * factors.resolution).rounded()
    return Variant(
      name: "\(name)-custom", title: title + " scaled", family: family, design: design,
      scaling: SizeMultipliers(
        width: scaling.width * factors.width, depth: scaling.depth * factors.depth),
      resolution: Int(side), dropout: dropout)
  }

  /// This network scaled by `rule` at `phi`; throws also if a base is below 1 or φ is not finite.
  package func scaled(by rule: CompoundScaling, phi: Double) throws(ScalingError) -> Variant {
    guard phi.isFinite else { throw .phiNotFinite(phi) }
    let bases: [(ScalingDimension, Double)] = [
      (.depth, rule.alpha), (.width, rule.beta), (.resolution, rule.gamma),
    ]
    for (dimension, base) in bases where !(base >= 1 && base.isFinite) {
      throw .baseBelowOne(dimension: dimension, value: base)
    }
    return try scaled(by: rule.factors(phi: phi))
  }
}

/// Limits on the size of a scaled network.
package enum ScalingLimits {
  /// Largest size of weights and peak activations together, in bytes: 1 TiB.
  package static let bytes = 0x1p40
  package static let blocks = 20_000
  package static let side = 65_536

  static func check(_ factors: ScalingFactors, of variant: Variant) throws(ScalingError) {
    let dimensions: [(ScalingDimension, Double)] = [
      (.depth, factors.depth), (.width, factors.width), (.resolution, factors.resolution),
    ]
    for (dimension, value) in dimensions where !(value > 0 && value.isFinite) {
      throw .factorNotPositive(dimension: dimension, value: value)
    }
    let side = (Double(variant.resolution) * factors.resolution).rounded()
    guard side >= 1, side <= Double(Self.side) else {
      throw .resolutionOutOfRange(side: side, limit: Self.side)
    }
    let depth = variant.blocks(scaledBy: factors.depth)
    guard depth <= Double(blocks) else { throw .tooDeep(blocks: depth, limit: blocks) }
    let base = variant.network()
    let cost = base.cost(height: variant.resolution, width: variant.resolution)
    let weights = Double(cost.parameters) * factors.depth * factors.width * factors.width
    let activations =
      Double(base.peakActivations(height: variant.resolution, width: variant.resolution))
      * factors.width * factors.resolution * factors.resolution
    let total = 4 * (weights + activations)
    guard total <= bytes else { throw .tooLarge(bytes: total, limit: bytes) }
  }
}

extension Variant {
  /// Estimated number of blocks after scaling the depth; ignores rounding per stage.
  package func blocks(scaledBy depth: Double) -> Double {
    Double(unscaledBlocks ?? 0) * scaling.depth * depth
  }

  /// Number of blocks in the design's table; nil for a design that can't be scaled.
  private var unscaledBlocks: Int? {
    switch design {
    case .mobile(let table): table.stages.reduce(0) { $0 + $1.repeats }
    case .residual(let table): table.repeats.reduce(0, +)
    default: nil
    }
  }
}
