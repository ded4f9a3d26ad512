import Architectures
import RealModule

/// Published accuracies of B0 to B7 over multiply-adds, with interpolation between them.
///
/// Interpolated values are estimates of untrained networks and are labelled as such.
package struct AccuracyCurve: Hashable, Sendable {
  /// A published network on the curve.
  package struct Knot: Hashable, Sendable {
    package let name: String
    /// Multiply-adds counted by this program.
    package let macs: Int
    /// Published top-1 accuracy in per cent.
    package let top1: Double
  }

  /// Sorted by size.
  package let knots: [Knot]

  /// B0 to B7 with the accuracies of Table 2.
  package static let efficientNet = AccuracyCurve(
    knots: ImageNetResult.all.filter(\.isEfficientNet).compactMap { row in
      guard let variant = row.variant else { return nil }
      return Knot(name: variant.name, macs: CountedCost.of(variant).macs, top1: row.top1)
    })

  /// The accuracy at `macs`; nil outside of the published networks.
  package func estimate(macs: Int) -> Estimate? {
    if let exact = knots.first(where: { $0.macs == macs }) {
      return Estimate(lower: exact, upper: exact, top1: exact.top1)
    }
    let spans = zip(knots, knots.dropFirst())
    return spans.first { $0.macs < macs && macs < $1.macs }.map { lower, upper in
      let span = Double.log(Double(upper.macs)) - Double.log(Double(lower.macs))
      let share = (Double.log(Double(macs)) - Double.log(Double(lower.macs))) / span
      return Estimate(
        lower: lower, upper: upper, top1: lower.top1 + share * (upper.top1 - lower.top1))
    }
  }

  /// An interpolated accuracy.
  package struct Estimate: Hashable, Sendable {
    /// The next published networks below and above; equal for an exact match.
    package let lower, upper: Knot
    /// Top-1 accuracy in per cent, linear in the logarithm of the multiply-adds.
    package let top1: Double
  }
}
