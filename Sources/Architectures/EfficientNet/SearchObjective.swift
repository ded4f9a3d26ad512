import RealModule

/// Objective of the search that found B0: accuracy weighted by multiply-adds against a target.
///
/// Tan & Le 2019, section 4: ACC(m) · [FLOPS(m) / T]^w with w = −0.07 and T = 400 M.
public struct SearchObjective: Hashable, Sendable {
  /// T, in multiply-adds.
  public var target: Double
  /// w.
  public var exponent: Double

  /// The paper's own objective.
  public static let paper = SearchObjective(target: 400e6, exponent: -0.07)

  /// An objective with its target and exponent.
  public init(target: Double, exponent: Double) {
    self.target = target
    self.exponent = exponent
  }

  /// Value of the objective, in the unit of `accuracy` (fraction or per cent).
  public func value(accuracy: Double, macs: Double) -> Double {
    accuracy * Double.pow(macs / target, exponent)
  }
}
