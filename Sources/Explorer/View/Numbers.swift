/// Numbers as the screens write them.
package enum Numbers {
  /// A number with a fixed count of digits after the point.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return value < 0 ? "−huge" : "huge" }
    let whole = Int(scaled)
    let sign = value < 0 && whole > 0 ? "−" : ""
    guard digits > 0 else { return sign + String(whole) }
    let text = String(whole)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }

  /// Three digits with a unit of thousands: `5.29 M`, `390 M`, `16.0 k`.
  package static func magnitude(_ value: Int) -> String {
    let units: [(Double, String)] = [(1e12, " T"), (1e9, " B"), (1e6, " M"), (1e3, " k")]
    let size = Double(value)
    for (scale, unit) in units where size >= scale * 0.9995 {
      return significant(size / scale) + unit
    }
    return String(value)
  }

  /// Three digits: `5.29`, `39.0`, `390`.
  package static func significant(_ value: Double) -> String {
    let size = abs(value)
    return fixed(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0)
  }

  /// A share as percent: `39.5 %`.
  package static func percent(_ share: Double) -> String { fixed(share * 100, 1) + " %" }

  /// A raw value of a map or activation, short and signed.
  package static func value(_ value: Double) -> String {
    let size = abs(value)
    if size == 0 { return "0" }
    if size >= 1e6 || size < 1e-4 { return scientific(value) }
    return fixed(value, size < 0.01 ? 5 : size < 1 ? 3 : size < 100 ? 2 : 0)
  }

  private static func scientific(_ value: Double) -> String {
    guard value.isFinite else { return fixed(value, 0) }
    var mantissa = abs(value)
    var exponent = 0
    while mantissa >= 9.995 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 0.9995 {
      mantissa *= 10
      exponent -= 1
    }
    return (value < 0 ? "−" : "") + fixed(mantissa, 2) + "e\(exponent)"
  }

  /// Bytes with a unit: `240 kB`.
  package static func bytes(_ count: Int) -> String {
    count < 1000 ? "\(count) B" : magnitude(count).replacingUnit
  }

  /// Milliseconds, or seconds where there are many.
  package static func time(milliseconds: Double) -> String {
    milliseconds < 1000
      ? significant(milliseconds) + " ms" : significant(milliseconds / 1000) + " s"
  }
}

extension String {
  fileprivate var replacingUnit: String {
    let unit = last ?? " "
    let names: [Character: String] = ["k": "kB", "M": "MB", "B": "GB", "T": "TB"]
    return dropLast() + (names[unit] ?? String(unit))
  }
}
