import Attribution
import Explanations
import Imaging
import Support

/// How strong a map is next to the map of the most probable class.
package enum MapStrength: String, Sendable {
  case weak, moderate, strong

  /// Below a quarter of the other peak a map is weak, from three quarters it is strong.
  package init(share: Double) { self = share < 0.25 ? .weak : share < 0.75 ? .moderate : .strong }

  /// The sentence about a map's peak: `peak 4.92: 12 % of Komodo dragon's, weak`.
  ///
  /// `top` is the most probable class with the peak of its map by the same method at the same
  /// layer; nil if it is not computed. `isTop` says that the map is that class's own.
  package static func sentence(
    _ map: AttributionMap, _ strength: MethodMeaning.Strength, isTop: Bool,
    top: (label: String, peak: Double)?
  ) -> String {
    let peak = Double(map.maximum)
    guard map.hasPositiveEvidence else {
      return "\(DisplayRules.noEvidence): the largest value is \(Numbers.value(peak))"
    }
    let start = "peak \(Numbers.value(peak))"
    switch strength {
    case .sameForAllClasses: return "\(start): the same map for every class"
    case .rescaled: return "\(start): rescaled by the method, so it says nothing about strength"
    case .ofScore where isTop: return "\(start): the class with the largest output"
    case .ofScore: break
    }
    guard let top else { return start }
    guard top.peak > 0 else { return "\(start); \(top.label) has \(DisplayRules.noEvidence)" }
    let share = peak / top.peak
    return "\(start): \(percent(share)) of \(top.label)'s, \(Self(share: share).rawValue)"
  }

  /// `12 %`; below one percent with a digit more, so that nothing rounds to zero.
  private static func percent(_ share: Double) -> String {
    let percent = share * 100
    return Numbers.fixed(percent, percent < 1 ? 2 : percent < 9.95 ? 1 : 0) + " %"
  }
}

extension EvidenceAccount {
  /// `the map accounts for 99.7 % of the score`; nil for a score of 0.
  package var shareWords: String? {
    share.map { "the map accounts for \(Numbers.percent($0)) of the score" }
  }
}
