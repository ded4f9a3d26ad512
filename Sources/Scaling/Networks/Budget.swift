import Architectures

/// Targets that a network must meet; nil where anything goes.
///
/// Tan & Le 2019, equation 2: the best accuracy subject to Memory ≤ target and FLOPS ≤ target.
public struct Budget: Hashable, Sendable {
  /// Most multiply-adds.
  public var macs: Double?
  /// Most bytes of weights and live activations.
  public var bytes: Double?
  /// Most seconds for one image.
  public var seconds: Double?

  /// Targets.
  public init(macs: Double? = nil, bytes: Double? = nil, seconds: Double? = nil) {
    self.macs = macs
    self.bytes = bytes
    self.seconds = seconds
  }

  /// Whether nothing is asked.
  public var isEmpty: Bool { macs == nil && bytes == nil && seconds == nil }

  /// Whether `needs` stay within every target.
  public func admits(_ needs: Needs) -> Bool {
    if let macs, Double(needs.macs) > macs { return false }
    if let bytes, Double(needs.bytes) > bytes { return false }
    if let seconds, let needed = needs.seconds, needed > seconds { return false }
    return true
  }
}

/// What a network needs for one image.
public struct Needs: Hashable, Sendable {
  /// Multiply-adds.
  public var macs: Int
  /// Bytes of weights and live activations.
  public var bytes: Int
  /// Seconds, where they are known or predicted.
  public var seconds: Double?

  /// Needs of a network.
  public init(macs: Int, bytes: Int, seconds: Double? = nil) {
    self.macs = macs
    self.bytes = bytes
    self.seconds = seconds
  }

  /// What the definition of `variant` asks for: counted multiply-adds, weights and live activations.
  public init(of variant: Variant) {
    let network = variant.network()
    let side = variant.resolution
    self.init(
      macs: network.cost(height: side, width: side).macs,
      bytes: network.weightBytes + 4 * network.peakActivations(height: side, width: side))
  }
}

/// The paper's constrained problem: the most accurate network within a budget.
public struct BudgetProblem: Sendable {
  /// The targets.
  public let budget: Budget
  /// What a network needs; an engine's own planner and timings may answer, or `Needs.init(of:)`.
  public let needs: @Sendable (Variant) -> Needs

  /// A problem; without `needs` the network's definition answers.
  public init(
    budget: Budget, needs: @escaping @Sendable (Variant) -> Needs = { Needs(of: $0) }
  ) {
    self.budget = budget
    self.needs = needs
  }

  /// The best network of Table 2 that fits, whoever made it.
  public func bestPublished() -> (result: ImageNetResult, variant: Variant, needs: Needs)? {
    ImageNetResult.all.sorted { $0.top1 > $1.top1 }.lazy.compactMap { result in
      guard let variant = result.variant else { return nil }
      let needs = needs(variant)
      return budget.admits(needs) ? (result, variant, needs) : nil
    }.first
  }

  /// The compound-scaled network with the largest φ that fits, to a hundredth; nil if none does.
  ///
  /// Multiply-adds and memory never fall as φ grows, so the range is halved until it is found.
  public func bestScaled(_ base: Variant, by rule: CompoundScaling) -> (
    phi: Double, variant: Variant, needs: Needs
  )? {
    func attempt(_ hundredths: Int) -> (phi: Double, variant: Variant, needs: Needs)? {
      let phi = Double(hundredths) / 100
      guard let variant = try? base.scaled(by: rule, phi: phi) else { return nil }
      let needs = needs(variant)
      return budget.admits(needs) ? (phi, variant, needs) : nil
    }
    var low = -1000
    var high = 1600
    guard var best = attempt(low) else { return nil }
    if let largest = attempt(high) { return largest }
    while high - low > 1 {
      let middle = (low + high) / 2
      if let found = attempt(middle) {
        best = found
        low = middle
      } else {
        high = middle
      }
    }
    return best
  }
}
