import Support

/// Numbers as text on the screens: as on the command line, with typographic signs.
package enum Numbers {
  /// A number with a fixed count of digits after the point.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    return typeset(NumberText.fixed(value, digits))
  }

  /// Three digits with a unit of thousands: `5.29 M`, `390 M`, `16.0 k`.
  package static func magnitude(_ value: Int) -> String { typeset(NumberText.short(value)) }

  /// Three digits: `5.29`, `39.0`, `390`.
  package static func significant(_ value: Double) -> String {
    typeset(NumberText.significant(value))
  }

  private static func typeset(_ text: String) -> String {
    text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// A fraction as percent: `39.5 %`.
  package static func percent(_ fraction: Double) -> String {
    fraction.isFinite ? typeset(NumberText.percent(fraction)) : fixed(fraction, 1)
  }

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
  package static func bytes(_ count: Int) -> String { NumberText.bytes(count) }

  /// Milliseconds with a unit; seconds from 1,000 ms.
  package static func time(milliseconds: Double) -> String {
    let seconds = milliseconds / 1000
    if seconds < 1 { return significant(milliseconds) + " ms" }
    if seconds < 120 || !seconds.isFinite { return significant(seconds) + " s" }
    if seconds < 7200 { return significant(seconds / 60) + " min" }
    return seconds < 172_800
      ? significant(seconds / 3600) + " h" : significant(seconds / 86_400) + " days"
  }
}
