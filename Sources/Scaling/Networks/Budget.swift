import Architectures
import Support

/// Limits that a network must meet; nil for no limit.
///
/// Tan & Le 2019, equation 2: the best accuracy subject to Memory ≤ target and FLOPS ≤ target.
package struct Budget: Hashable, Sendable {
  /// Multiply-adds, bytes of weights and live activations, seconds for one image.
  package let macs, bytes, seconds: Double?

  package init(macs: Double? = nil, bytes: Double? = nil, seconds: Double? = nil) {
    (self.macs, self.bytes, self.seconds) = (macs, bytes, seconds)
  }

  /// True if `needs` are within every limit; throws if a limited time has no prediction.
  package func admits(_ needs: Needs) throws(Failure) -> Bool {
    guard Double(needs.macs) <= macs ?? .infinity, Double(needs.bytes) <= bytes ?? .infinity else {
      return false
    }
    guard let seconds else { return true }
    guard let predicted = needs.seconds, predicted.isFinite else {
      throw Failure(
        .software, "can't keep to", "a latency of \(NumberText.significant(seconds * 1e3)) ms",
        because: "a network of \(NumberText.short(needs.macs)) multiply-adds has no predicted time",
        advice: "limit multiply-adds or memory instead")
    }
    return predicted <= seconds
  }
}

/// Cost of a network for one image.
package struct Needs: Hashable, Sendable {
  package var macs: Int
  /// Bytes of weights and live activations.
  package var bytes: Int
  /// Seconds, if known or predicted.
  package var seconds: Double?
}

extension Needs {
  /// Counts the multiply-adds, weights and live activations of `variant`.
  package init(of variant: Variant) {
    let network = variant.network()
    let side = variant.resolution
    self.init(
      macs: network.cost(height: side, width: side).macs,
      bytes: network.weightBytes + 4 * network.peakActivations(height: side, width: side))
  }
}

/// The paper's constrained problem: the most accurate network within a budget.
package struct BudgetProblem: Sendable {
  package let budget: Budget
  /// Cost of a network: `Needs.init(of:)`, or an engine's plan and timings.
  package let needs: @Sendable (Variant) -> Needs

  package init(budget: Budget, needs: @escaping @Sendable (Variant) -> Needs = { Needs(of: $0) }) {
    self.budget = budget
    self.needs = needs
  }

  /// The most accurate network of Table 2 that fits.
  package func bestPublished() throws(Failure) -> (
    result: ImageNetResult, variant: Variant, needs: Needs
  )? {
    for result in ImageNetResult.all.sorted(by: { $0.top1 > $1.top1 }) {
      guard let variant = result.variant else { continue }
      let needs = needs(variant)
      if try budget.admits(needs) { return (result, variant, needs) }
    }
    return nil
  }

  /// The compound-scaled network with the largest φ that fits, in steps of 0.01; nil if none does.
  ///
  /// Bisection over φ from −10 to 16: multiply-adds and memory never fall as φ grows.
  package func bestScaled(_ base: Variant, by rule: CompoundScaling) throws(Failure) -> (
    phi: Double, variant: Variant, needs: Needs
  )? {
    func attempt(_ hundredths: Int) throws(Failure) -> (
      phi: Double, variant: Variant, needs: Needs
    )? {
      let phi = Double(hundredths) / 100
      guard let variant = try? base.scaled(by: rule, phi: phi) else { return nil }
      let needs = needs(variant)
      return try budget.admits(needs) ? (phi, variant, needs) : nil
    }
    var low = -1000
    var high = 1600
    guard var best = try attempt(low) else { return nil }
    if let largest = try attempt(high) { return largest }
    while high - low > 1 {
      let middle = (low + high) / 2
      if let found = try attempt(middle) {
        best = found
        low = middle
      } else {
        high = middle
      }
    }
    return best
  }
}
