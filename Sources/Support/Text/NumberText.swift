import Glibc

/// Numbers as people read them.
package enum NumberText {
  /// Thousands grouped by commas: `5,288,548`.
  package static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// `value` with exactly `places` decimals.
  package static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let whole = Int(scaled)
    let isNegative = value < 0 && whole != 0
    guard places > 0 else { return (isNegative ? "-" : "") + String(whole) }
    let fraction = String(whole % Int(scale))
    let zeros = String(repeating: "0", count: places - fraction.count)
    return (isNegative ? "-" : "") + "\(whole / Int(scale)).\(zeros)\(fraction)"
  }

  /// A count with three significant digits and a unit: `386 M`, `5.29 M`, `1.83 B`.
  package static func short(_ value: Int) -> String {
    scaled(value, [(1e12, " T"), (1e9, " B"), (1e6, " M"), (1e3, " k")]) ?? String(value)
  }

  /// Bytes with a decimal unit: `20.5 MB`.
  package static func bytes(_ count: Int) -> String {
    scaled(count, [(1e9, " GB"), (1e6, " MB"), (1e3, " kB")]) ?? "\(count) B"
  }

  /// A count in the first of `units` that it reaches after rounding; nil below all of them.
  private static func scaled(_ count: Int, _ units: [(scale: Double, name: String)]) -> String? {
    units.first { Double(count.magnitude) >= $0.scale * 0.9995 }
      .map { significant(Double(count) / $0.scale) + $0.name }
  }

  /// Three significant digits.
  package static func significant(_ value: Double) -> String {
    let magnitude = value.magnitude
    return fixed(value, magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2)
  }

  /// A share as percent, `39.5 %`; a dash for what is no number.
  package static func percent(_ share: Double) -> String {
    share.isFinite ? fixed(share * 100, 1) + " %" : "–"
  }

  /// A class's probability as percent, or its output `2.134` if the outputs are plain numbers.
  package static func answer(_ probability: Double?, output: Double) -> String {
    probability.map(percent) ?? fixed(output, 3)
  }

  /// `text` padded on the left to `width` characters.
  package static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// `text` padded on the right to `width` characters.
  package static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension NumberText {
  /// A measured value with four significant digits, in powers of ten where it is very small or
  /// large: `20.28`, `0.03912`, `1.234e-06`.
  package static func measured(_ value: Double) -> String {
    let magnitude = value.magnitude
    guard magnitude.isFinite, magnitude > 0 else { return magnitude == 0 ? "0" : "\(value)" }
    var exponent = Int(log10(magnitude).rounded(.down))
    // Rounding may carry into the next power of ten: 9.9999 is 10.00.
    if (magnitude / pow(10, Double(exponent - 3))).rounded() >= 10000 { exponent += 1 }
    if (-3...5).contains(exponent) { return fixed(value, max(0, 3 - exponent)) }
    let digits = fixed(value / pow(10, Double(exponent)), 3)
    let sign = exponent < 0 ? "-" : "+"
    return "\(digits)e\(sign)\(exponent.magnitude < 10 ? "0" : "")\(exponent.magnitude)"
  }
}
