/// The user's settings for the metrics.
package struct MetricSettings: Hashable, Sendable {
  package var steps: Int
  /// Seed of the metrics' draws.
  package var seed: UInt64
  /// Start image of insertion and end image of deletion.
  package var insertionSubstrate, deletionSubstrate: Substrate
  /// Percentiles of ROAD: at p, (100 − p) % of the pixels are removed.
  package var percentiles: [Int]
  /// Standard deviation of ROAD's noise, in the units of the network's input.
  package var noise: Float
  /// Distance from a box that still counts as a hit, in pixels of the network's input.
  package var tolerance: Double
  /// Draws of noise of max-sensitivity, and removed squares of infidelity.
  package var sensitivityDraws = 8
  package var infidelityDraws = 50
  /// Largest noise of max-sensitivity, in the units of the network's input.
  package var sensitivityRadius = 0.2

  package init(
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
