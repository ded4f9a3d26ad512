#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Double {
  /// Natural logarithm.
  var logarithm: Double { log(self) }

  /// Decadic logarithm.
  var decadicLogarithm: Double { log10(self) }

  /// Ten to this power.
  var tenTo: Double { pow(10, self) }
}
