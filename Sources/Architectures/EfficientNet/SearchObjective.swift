import RealModule

/// Objective of the search that found B0: accuracy weighted by multiply-adds against a target.
///
/// Tan & Le 2019, section 4: ACC(m) · [FLOPS(m) / T]^w with w = −0.07 and T = 400 M.
package struct SearchObjective: Hashable, Sendable {
  /// T, in multiply-adds, and w.
  package var target, exponent: Double

  package static let paper = SearchObjective(target: 400e6, exponent: -0.07)

  package init(target: Double, exponent: Double) {
    (self.target, self.exponent) = (target, exponent)
  }

  /// Value of the objective, in the unit of `accuracy` (fraction or per cent).
  package func value(accuracy: Double, macs: Double) -> Double {
    accuracy * Double.pow(macs / target, exponent)
  }
}
