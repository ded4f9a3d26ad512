#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Double {
  /// Natural logarithm.
  var logarithm: Double { log(self) }

  /// e to this power.
  var exponential: Double { exp(self) }
}
