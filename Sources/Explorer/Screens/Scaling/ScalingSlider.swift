/// A slider of the scaling laboratory; values are hundredths, as integers add without rounding.
package enum ScalingSlider: String, CaseIterable, Hashable, Sendable {
  case depth, width, resolution, phi, alpha, beta, gamma

  /// Its name beside the track.
  package var title: String {
    switch self {
    case .depth: "depth d"
    case .width: "width w"
    case .resolution: "resolution r"
    case .phi: "φ"
    case .alpha: "α depth"
    case .beta: "β width"
    case .gamma: "γ resolution"
    }
  }

  /// Smallest and largest value.
  package var range: ClosedRange<Int> {
    switch self {
    case .depth: 20...600
    case .width: 20...400
    case .resolution: 25...300
    case .phi: -300...700
    case .alpha, .beta, .gamma: 100...160
    }
  }

  /// One step.
  package var step: Int {
    switch self {
    case .depth, .phi: 10
    case .width, .resolution: 5
    case .alpha, .beta, .gamma: 1
    }
  }

  /// The initial value: no scaling, or the paper's bases.
  package var standard: Int {
    switch self {
    case .depth, .width, .resolution: 100
    case .phi: 0
    case .alpha: 120
    case .beta: 110
    case .gamma: 115
    }
  }

  /// The position of a value on the track, 0…1.
  package func fraction(_ value: Double) -> Double {
    (value * 100 - Double(range.lowerBound)) / Double(range.upperBound - range.lowerBound)
  }
}
