import Glibc

/// The logarithms the screens scale by.
enum Logarithm {
  static func natural(_ value: Double) -> Double { log(value) }
}
