import Attribution
import Imaging

/// The raw values at both ends of a colour map.
///
/// Without a sign, values below `low` are drawn like `low`. With a sign, the scale is symmetric
/// about 0 and `high` is the largest magnitude.
package struct DisplayScale: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// One map, so that each picture uses all colours.
    case own
    /// All maps of one method, so that equal colours mean equal values.
    case shared
    /// The classes of one photograph, by one method of one network at one place.
    case photograph
    /// Two given values.
    case fixed
  }

  package let kind: Kind
  /// The values of the first and the last colour; `low` is −`high` if signed.
  package let low, high: Float
  /// True if negative evidence is drawn too.
  package let isSigned: Bool

  /// The scale of one map: from its smallest to its largest evidence.
  package init(own map: AttributionMap, isSigned: Bool) {
    let positive = map.rectified
    let high = isSigned ? max(map.maximum, -map.minimum) : positive.maximum
    self.init(
      kind: .own, low: isSigned ? -high : positive.minimum, high: high, isSigned: isSigned)
  }

  /// The scale of several maps: from 0 to the largest value, at least `least`; symmetric if signed.
  package init(
    shared maps: [AttributionMap], isSigned: Bool, atLeast least: Float = 0, kind: Kind = .shared
  ) {
    let high = maps.reduce(least) { highest, map in
      max(highest, isSigned ? max(map.maximum, -map.minimum) : map.maximum)
    }
    self.init(kind: kind, low: isSigned ? -high : 0, high: high, isSigned: isSigned)
  }

  /// The scale of activations between `minimum` and `maximum`.
  ///
  /// It is signed if the negative values reach 30 % of the positive ones; otherwise it starts at 0
  /// or at the negative minimum.
  package init(activationsFrom minimum: Float, to maximum: Float) {
    let isSigned = minimum < 0 && -minimum > 0.3 * maximum
    let high = isSigned ? max(maximum, -minimum) : maximum
    self.init(
      kind: .own, low: isSigned ? -high : min(0, minimum), high: high, isSigned: isSigned)
  }

  package init(kind: Kind, low: Float, high: Float, isSigned: Bool) {
    self.kind = kind
    self.low = low
    self.high = high
    self.isSigned = isSigned
  }

  /// The name of the normalisation in a PNG's text.
  package var normalization: String { isSigned ? "symmetric" : "relu-minmax" }

  /// The position of `value` on the colour map, 0…1.
  package func position(of value: Float) -> Float {
    let range = high - low
    guard range > 0 else {
      // A constant map: full colour if it is positive evidence, else none.
      return isSigned ? 0.5 : value > 0 ? 1 : 0
    }
    return min(max((value - low) / range, 0), 1)
  }

  /// `map` with each value replaced by its position on the colour map.
  package func scaled(_ map: AttributionMap) -> ScaledMap {
    ScaledMap(
      width: map.width, height: map.height, values: map.values.map(position),
      neutral: isSigned ? 0.5 : 0)
  }

  /// The part of the heatmap's opacity that `map` gets: less than 1 where its evidence is weak.
  package func strength(of map: AttributionMap) -> Float {
    isSigned ? 1 : DisplayRules.strength(of: high, against: map.minimum)
  }

  /// True if `map` has nothing to draw; the photograph then stays unchanged.
  package func isBlank(_ map: AttributionMap) -> Bool {
    DisplayRules.isBlank(minimum: map.minimum, maximum: map.maximum, isSigned: isSigned)
  }
}
