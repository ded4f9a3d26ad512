import RealModule

/// Student's t distribution.
package enum StudentT {
  /// The t that a value of `degrees` degrees of freedom exceeds in magnitude with probability
  /// `1 − level`; found by bisection.
  package static func twoSided(level: Double, degrees: Int) -> Double {
    precondition(degrees > 0 && level > 0 && level < 1, "no t for \(degrees) degrees at \(level)")
    var (low, high) = (0.0, 1.0)
    while tail(high, degrees) > 1 - level { high *= 2 }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if tail(middle, degrees) > 1 - level { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// P(|T| > t): the regularised incomplete beta function at ν / (ν + t²) with ν/2 and 1/2.
  private static func tail(_ t: Double, _ degrees: Int) -> Double {
    let freedom = Double(degrees)
    return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
  }

  /// I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8), 0…1.
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The fraction converges fast below the mean.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let logFront =
      Double.logGamma(a + b) - Double.logGamma(a) - Double.logGamma(b) + a * Double.log(x)
      + b * Double.log(onePlus: -x)
    // Evaluated from the innermost term outwards.
    var fraction = 1.0
    for m in stride(from: 200, through: 1, by: -1) {
      let k = Double(m)
      let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
      let odd = -(a + k - 1) * (a + b + k - 1) * x / ((a + 2 * k - 2) * (a + 2 * k - 1))
      fraction = 1 + odd / (1 + even / fraction)
    }
    return Double.exp(logFront) / (a * fraction)
  }
}
