import Architectures
import Support

extension ScalingError: FailureReason {
  package var status: ExitStatus { .usage }

  package var what: String? { "can't scale" }

  package var why: String {
    switch self {
    case .factorNotPositive(let dimension, let value):
      "the \(dimension.rawValue) factor is \(value), but must be a positive number"
    case .baseBelowOne(let dimension, let value):
      "the base of the \(dimension.rawValue) is \(value); below 1 the network would shrink as φ grows"
    case .phiNotFinite(let phi): "φ is \(phi)"
    case .notScalable: "its table has no width and depth to scale"
    case .tooLarge(let bytes, let limit):
      "weights and activations would need \(NumberText.significant(bytes / 1e12)) TB, and "
        + "\(NumberText.significant(limit / 1e12)) TB is the limit"
    case .tooDeep(let blocks, let limit):
      "it would have \(NumberText.significant(blocks)) blocks, and \(NumberText.grouped(limit)) is the "
        + "limit"
    case .resolutionOutOfRange(let side, let limit):
      "its input would be \(NumberText.fixed(side, 0)) pixels wide, outside "
        + "1…\(NumberText.grouped(limit))"
    }
  }

  package var advice: String? {
    switch self {
    case .factorNotPositive: nil
    case .baseBelowOne: "use α, β, γ of at least 1"
    case .phiNotFinite: "give a number"
    case .notScalable: "use one of \(Variant.scalingBases.map(\.name).joined(separator: ", "))"
    case .tooLarge: "choose smaller factors"
    case .tooDeep: "choose a smaller depth"
    case .resolutionOutOfRange: "choose another resolution factor"
    }
  }
}
