import ArgumentParser
import Support

extension ParsableArguments {
  /// Throws a usage error if `value` is not nil and outside `range`; `Int.max` is no upper limit.
  func require(_ option: String, _ value: Int?, in range: ClosedRange<Int>) throws {
    guard let value, !range.contains(value) else { return }
    let low = NumberText.grouped(range.lowerBound)
    throw ValidationError(
      range.upperBound == .max
        ? "\(option) is \(value), but must be at least \(low)"
        : "\(option) is \(value), but must lie between \(low) and "
          + NumberText.grouped(range.upperBound))
  }
}
