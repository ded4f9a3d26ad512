/// A number with a unit, as people type limits: `400M`, `1.5B`, `70MB`, `20ms`.
package struct Quantity: Hashable, Sendable {
  /// What is counted.
  package enum Kind: Sendable {
    case macs, bytes, seconds

    var units: [(suffix: String, scale: Double)] {
      switch self {
      case .macs: [("k", 1e3), ("m", 1e6), ("b", 1e9), ("g", 1e9), ("t", 1e12)]
      case .bytes:
        [
          ("kib", 0x1p10), ("mib", 0x1p20), ("gib", 0x1p30), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9),
          ("tb", 1e12), ("b", 1),
        ]
      case .seconds: [("ms", 1e-3), ("us", 1e-6), ("s", 1)]
      }
    }

    var example: String {
      switch self {
      case .macs: "400M or 1.5B"
      case .bytes: "70MB or 1GB"
      case .seconds: "20ms or 1.5s"
      }
    }
  }

  /// The number in plain multiply-adds, bytes or seconds.
  package let value: Double

  /// Reads `text`; spaces between number and unit and capitals don't matter.
  package init(_ text: String, _ kind: Kind, option: String) throws(Failure) {
    let lower = text.lowercased()
    let unit = kind.units.first { lower.hasSuffix($0.suffix) }
    let digits = unit.map { lower.dropLast($0.suffix.count) } ?? lower[...]
    guard let number = Double(String(digits).replacing(" ", with: "")), number > 0,
      number.isFinite
    else {
      throw Failure(
        .usage, "can't use \(option)", text, because: "it is not a positive number with a unit",
        advice: "write \(kind.example), say")
    }
    value = number * (unit?.scale ?? 1)
  }
}
