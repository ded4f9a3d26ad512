/// Maps 24-bit colours to smaller palettes.
package enum Quantizer {
  /// The nearest of the 240 fixed colours of a 256-colour terminal, as its index (16…255).
  ///
  /// The first 16 are not used: the user can change them.
  package static func indexed(_ color: RGB) -> UInt8 {
    func level(_ value: UInt8) -> Int {
      value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40
    }
    let (r, g, b) = (level(color.red), level(color.green), level(color.blue))
    let cube = RGB(steps[r], steps[g], steps[b])
    let average = (Int(color.red) + Int(color.green) + Int(color.blue)) / 3
    let grayStep = max(0, min(23, (average - 3) / 10))
    let gray = UInt8(8 + 10 * grayStep)
    return distance(color, RGB(gray, gray, gray)) < distance(color, cube)
      ? UInt8(232 + grayStep) : UInt8(16 + 36 * r + 6 * g + b)
  }

  /// The colour of a fixed index (16…255) in a 256-colour terminal.
  package static func shown(indexed index: UInt8) -> RGB {
    guard index >= 16 else { return ansi[Int(index)] }
    guard index < 232 else {
      let gray = 8 + 10 * (index - 232)
      return RGB(gray, gray, gray)
    }
    let cube = Int(index) - 16
    return RGB(steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
  }

  /// The nearest of the 16 colours, by the values in `ansi`.
  package static func sixteen(_ color: RGB) -> UInt8 {
    UInt8(ansi.indices.min { distance(color, ansi[$0]) < distance(color, ansi[$1]) } ?? 0)
  }

  private static let steps: [UInt8] = [0, 95, 135, 175, 215, 255]

  /// xterm's default values for the 16 colours.
  package static let ansi: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238),
    RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0),
    RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
    RGB(255, 255, 255),
  ]

  private static func distance(_ a: RGB, _ b: RGB) -> Int {
    let red = Int(a.red) - Int(b.red)
    let green = Int(a.green) - Int(b.green)
    let blue = Int(a.blue) - Int(b.blue)
    return 3 * red * red + 6 * green * green + blue * blue
  }
}
