/// Width and depth multipliers, with the rounding of the official code.
///
/// Tan & Le 2019, section 3.3; rounding as in tensorflow/tpu `efficientnet_model.py`.
public struct SizeMultipliers: Hashable, Sendable {
  /// Multiplies channels (the paper's w).
  public var width: Double
  /// Multiplies block repeats (the paper's d).
  public var depth: Double

  /// Multipliers of channels and repeats.
  public init(width: Double, depth: Double) {
    self.width = width
    self.depth = depth
  }

  /// No scaling.
  public static let none = SizeMultipliers(width: 1, depth: 1)

  /// Channels after scaling: the nearest multiple of 8, at least 8.
  ///
  /// If it is below `floor` times the exact product, the next multiple of 8 is taken.
  public func roundFilters(_ channels: Int, floor: Double = 0.9) -> Int {
    let exact = Double(channels) * width
    var rounded = max(8, Int(exact + 4) / 8 * 8)
    if Double(rounded) < floor * exact { rounded += 8 }
    return rounded
  }

  /// Repeats after scaling: rounded up.
  public func roundRepeats(_ repeats: Int) -> Int {
    Int((Double(repeats) * depth).rounded(.up))
  }
}
