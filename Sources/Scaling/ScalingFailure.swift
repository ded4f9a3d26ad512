import Architectures
import Support

extension Failure {
  /// A network that can't be scaled as asked.
  public init(_ error: ScalingError, base: String) {
    let (why, advice): (String, String?) =
      switch error {
      case .factorNotPositive(let dimension, let value):
        ("the \(dimension.rawValue) factor is \(value), but must be a positive number", nil)
      case .baseBelowOne(let dimension, let value):
        (
          "the base of the \(dimension.rawValue) is \(value); below 1 the network would shrink as φ grows",
          "use α, β, γ of at least 1"
        )
      case .phiNotFinite(let phi): ("φ is \(phi)", "give a number")
      case .notScalable:
        (
          "its table has no width and depth to scale",
          "use one of \(Variant.scalingBases.map(\.name).joined(separator: ", "))"
        )
      case .tooLarge(let bytes, let limit):
        (
          "weights and activations would need \(NumberText.significant(bytes / 1e12)) TB, and "
            + "\(NumberText.significant(limit / 1e12)) TB is the limit", "choose smaller factors"
        )
      case .tooDeep(let blocks, let limit):
        (
          "it would have \(NumberText.significant(blocks)) blocks, and \(NumberText.grouped(limit)) is the limit",
          "choose a smaller depth"
        )
      case .resolutionOutOfRange(let side, let limit):
        (
          "its input would be \(NumberText.fixed(side, 0)) pixels wide, outside 1…\(NumberText.grouped(limit))",
          "choose another resolution factor"
        )
      }
    self.init(.usage, "can't scale", base, because: why, advice: advice)
  }
}
