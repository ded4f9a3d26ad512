import RealModule

/// A colour with 8 bits per channel.
package struct RGB: Hashable, Sendable {
  package var red, green, blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// Reads `#rrggbb` or `#rgb`.
  package init?(hex: String) {
    let digits = hex.utf8.dropFirst().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard hex.utf8.first == UInt8(ascii: "#"), digits.count == hex.utf8.count - 1 else {
      return nil
    }
    let nibbles = (digits.count == 3 ? digits.flatMap { [$0, $0] } : digits).map { UInt8($0) }
    guard nibbles.count == 6 else { return nil }
    self.init(
      nibbles[0] << 4 | nibbles[1], nibbles[2] << 4 | nibbles[3], nibbles[4] << 4 | nibbles[5])
  }

  /// `#rrggbb`.
  package var hex: String {
    func pair(_ value: UInt8) -> String {
      (value < 16 ? "0" : "") + String(value, radix: 16)
    }
    return "#" + pair(red) + pair(green) + pair(blue)
  }

  /// Linear mix with `other`: `amount` 0 gives this colour, 1 gives `other`.
  package func blended(with other: RGB, _ amount: Double) -> RGB {
    func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8(max(0, min(255, Double(from) + (Double(to) - Double(from)) * amount + 0.5)))
    }
    return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// Approximate brightness, 0…255, without gamma correction; a fast way to order pixels.
  package var brightness: Int { (Int(red) * 54 + Int(green) * 183 + Int(blue) * 19) >> 8 }

  /// Relative luminance, 0…1 (WCAG 2.1).
  package var luminance: Double {
    func linear(_ value: UInt8) -> Double {
      let scaled = Double(value) / 255
      return scaled <= 0.04045 ? scaled / 12.92 : Double.pow((scaled + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Contrast ratio with `other`, 1…21 (WCAG 2.1).
  package func contrast(with other: RGB) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }
}

/// The colour of a cell: the terminal's default, one of its 16 colours, or 24 bits.
package struct Color: Hashable, Sendable {
  /// 0 for the terminal's default, 1 << 24 | index, or 2 << 24 | rgb.
  package let bits: UInt32

  private init(bits: UInt32) { self.bits = bits }

  /// The terminal's default foreground or background.
  package static let terminal = Color(bits: 0)

  /// One of the terminal's 16 colours.
  package static func ansi(_ index: UInt8) -> Color { Color(bits: 1 << 24 | UInt32(index & 15)) }

  /// A 24-bit colour.
  package static func rgb(_ color: RGB) -> Color {
    Color(
      bits: 2 << 24 | UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue))
  }

  /// The index (0…15) if this is one of the terminal's 16 colours.
  package var ansi: UInt8? { bits >> 24 == 1 ? UInt8(bits & 15) : nil }

  /// The colour if it is a 24-bit colour.
  package var rgb: RGB? {
    bits >> 24 == 2
      ? RGB(UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)) : nil
  }
}
