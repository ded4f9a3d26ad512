#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Double {
  /// `self` to the power of `exponent`.
  func raised(to exponent: Double) -> Double { pow(self, exponent) }

  /// The exponent that gives `self` from `base`.
  func logarithm(base: Double) -> Double { log(self) / log(base) }
}
