import Attribution
import Imaging

/// Which raw value gets which colour: what a legend's numbers stand for.
///
/// Without sign, evidence for the target runs from `low` to `high` and everything below is drawn
/// like `low`. With sign, the colours are symmetric about 0 and `high` is the largest magnitude.
public struct DisplayScale: Hashable, Sendable {
  /// Whose values it covers.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Those of one map, so that each picture uses all colours.
    case own
    /// Those of all maps of a command, so that equal colours mean equal values.
    case shared
  }

  /// Whose values it covers.
  public let kind: Kind
  /// The value of the first colour; −`high` when signed.
  public let low: Float
  /// The value of the last colour.
  public let high: Float
  /// Whether evidence against the target is drawn too.
  public let isSigned: Bool

  /// A scale with fixed ends.
  public init(kind: Kind, low: Float, high: Float, isSigned: Bool) {
    self.kind = kind
    self.low = low
    self.high = high
    self.isSigned = isSigned
  }

  /// The scale of one map: its smallest to its largest evidence.
  public init(own map: AttributionMap, isSigned: Bool) {
    let positive = map.rectified
    let high = isSigned ? max(map.maximum, -map.minimum) : positive.maximum
    self.init(
      kind: .own, low: isSigned ? -high : positive.minimum, high: high, isSigned: isSigned)
  }

  /// The scale of several maps: from 0, or its mirror image, to the largest value of all, or `least`.
  public init(shared maps: [AttributionMap], isSigned: Bool, atLeast least: Float = 0) {
    let high = maps.reduce(least) { highest, map in
      max(highest, isSigned ? max(map.maximum, -map.minimum) : map.maximum)
    }
    self.init(kind: .shared, low: isSigned ? -high : 0, high: high, isSigned: isSigned)
  }

  /// How values become positions on the colour map, in the words of the PNG's text.
  public var normalization: String { isSigned ? "symmetric" : "relu-minmax" }

  /// Where `value` lies on the colour map, 0…1.
  public func position(of value: Float) -> Float {
    let range = high - low
    guard range > 0 else {
      // A constant map has no contrast: full where it speaks for the target, else empty.
      return isSigned ? 0.5 : value > 0 ? 1 : 0
    }
    return min(max((value - low) / range, 0), 1)
  }

  /// `map` as the colours show it.
  public func scaled(_ map: AttributionMap) -> ScaledMap {
    ScaledMap(
      width: map.width, height: map.height, values: map.values.map(position),
      neutral: isSigned ? 0.5 : 0)
  }

  /// Whether there is nothing to draw of `map`.
  public func isBlank(_ map: AttributionMap) -> Bool {
    isSigned ? map.maximum == 0 && map.minimum == 0 : !map.hasPositiveEvidence
  }
}
