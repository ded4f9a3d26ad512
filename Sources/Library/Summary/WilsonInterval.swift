/// Wilson's score interval of a share.
///
/// Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference.
package enum WilsonInterval {
  /// The standard normal deviate of 95 %, two-sided.
  package static let deviate = 1.959963984540054

  /// The 95 % interval of `correct` of `count`, within 0…1; nil for none.
  package static func of(_ correct: Int, of count: Int) -> ClosedRange<Double>? {
    guard count > 0 else { return nil }
    let (n, share) = (Double(count), Double(correct) / Double(count))
    let square = deviate * deviate
    let middle = (share + square / (2 * n)) / (1 + square / n)
    let half =
      deviate / (1 + square / n)
      * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
    return max(0, middle - half)...min(1, middle + half)
  }
}
