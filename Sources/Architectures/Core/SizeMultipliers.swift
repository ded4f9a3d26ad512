/// Width and depth multipliers, with the rounding of the official code.
///
/// Tan & Le 2019, section 3.3; rounding as in tensorflow/tpu `efficientnet_model.py`.
package struct SizeMultipliers: Hashable, Sendable {
  /// Factors of channels and of block repeats (the paper's w and d).
  package var width, depth: Double

  package init(width: Double, depth: Double) { (self.width, self.depth) = (width, depth) }

  package static let none = SizeMultipliers(width: 1, depth: 1)

  /// Channels after scaling: the nearest multiple of 8, at least 8.
  ///
  /// If it is below `floor` times the exact product, the next multiple of 8 is taken.
  package func roundFilters(_ channels: Int, floor: Double = 0.9) -> Int {
    let exact = Double(channels) * width
    var rounded = max(8, Int(exact + 4) / 8 * 8)
    if Double(rounded) < floor * exact { rounded += 8 }
    return rounded
  }

  package func roundRepeats(_ repeats: Int) -> Int {
    Int((Double(repeats) * depth).rounded(.up))
  }
}
