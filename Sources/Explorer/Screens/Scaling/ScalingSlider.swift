/// A slider of the scaling laboratory; values are hundredths, as integers add without rounding.
package enum ScalingSlider: String, CaseIterable, Hashable, Sendable {
  case depth, width, resolution, phi, alpha, beta, gamma

  private typealias Facts = (title: String, range: ClosedRange<Int>, step: Int, standard: Int)

  private var facts: Facts {
    switch self {
    case .depth: ("depth d", 20...600, 10, 100)
    case .width: ("width w", 20...400, 5, 100)
    case .resolution: ("resolution r", 25...300, 5, 100)
    case .phi: ("φ", -300...700, 10, 0)
    case .alpha: ("α depth", 100...160, 1, 120)
    case .beta: ("β width", 100...160, 1, 110)
    case .gamma: ("γ resolution", 100...160, 1, 115)
    }
  }

  /// Its name beside the track.
  package var title: String { facts.title }

  /// Smallest and largest value.
  package var range: ClosedRange<Int> { facts.range }

  package var step: Int { facts.step }

  /// The initial value: no scaling, or the paper's bases.
  package var standard: Int { facts.standard }

  /// The position of a value on the track, 0…1.
  package func fraction(_ value: Double) -> Double {
    (value * 100 - Double(range.lowerBound)) / Double(range.upperBound - range.lowerBound)
  }
}
