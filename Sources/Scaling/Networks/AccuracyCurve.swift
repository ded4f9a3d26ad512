import Architectures
import RealModule

/// Published accuracies of B0 to B7 over multiply-adds, and what lies between them.
///
/// Nobody has trained the networks in between, so a value from here is a guess and is shown as one.
public struct AccuracyCurve: Hashable, Sendable {
  /// A published network on the curve.
  public struct Knot: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its multiply-adds, counted here.
    public let macs: Int
    /// Its published top-1 accuracy in per cent.
    public let top1: Double
  }

  /// A value between two published ones.
  public struct Estimate: Hashable, Sendable {
    /// Top-1 accuracy in per cent, linear in the logarithm of the multiply-adds.
    public let top1: Double
    /// The published network below.
    public let lower: Knot
    /// The published network above; the same where the multiply-adds are its own.
    public let upper: Knot
  }

  /// The published networks, smallest first.
  public let knots: [Knot]

  /// B0 to B7 with the accuracies of Table 2.
  public static let efficientNet = AccuracyCurve(
    knots: ImageNetResult.all.filter(\.isEfficientNet).compactMap { row in
      guard let variant = row.variant else { return nil }
      return Knot(name: variant.name, macs: CountedCost.of(variant).macs, top1: row.top1)
    })

  /// The accuracy at `macs`, or nil beyond the published networks.
  public func estimate(macs: Int) -> Estimate? {
    if let exact = knots.first(where: { $0.macs == macs }) {
      return Estimate(top1: exact.top1, lower: exact, upper: exact)
    }
    for (lower, upper) in zip(knots, knots.dropFirst())
    where lower.macs < macs && macs < upper.macs {
      let span = Double.log(Double(upper.macs)) - Double.log(Double(lower.macs))
      let share = (Double.log(Double(macs)) - Double.log(Double(lower.macs))) / span
      return Estimate(
        top1: lower.top1 + share * (upper.top1 - lower.top1), lower: lower, upper: upper)
    }
    return nil
  }
}
