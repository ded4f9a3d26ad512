/// What a person may choose about the metrics.
public struct MetricSettings: Hashable, Sendable {
  /// Steps of the insertion and the deletion curve.
  public var steps: Int
  /// Seed of the imputation's noise.
  public var seed: UInt64
  /// What insertion starts from.
  public var insertionSubstrate: Substrate
  /// What deletion ends at.
  public var deletionSubstrate: Substrate
  /// Percentiles of ROAD: at p the most important (100 − p) % are removed.
  public var percentiles: [Int]
  /// Standard deviation of ROAD's noise, in the units of the network's input.
  public var noise: Float
  /// How far from an object a pointing still hits, in pixels of the network's input.
  public var tolerance: Double

  /// The metrics' own conventions unless given otherwise.
  public init(
    steps: Int = 100, seed: UInt64 = 0, insertionSubstrate: Substrate = .blur,
    deletionSubstrate: Substrate = .zero,
    percentiles: [Int] = [10, 20, 30, 40, 50, 60, 70, 80, 90], noise: Float = 0.01,
    tolerance: Double = 15
  ) {
    precondition(steps > 0, "a curve needs a step, not \(steps)")
    self.steps = steps
    self.seed = seed
    self.insertionSubstrate = insertionSubstrate
    self.deletionSubstrate = deletionSubstrate
    self.percentiles = percentiles
    self.noise = noise
    self.tolerance = tolerance
  }
}
