/// The colour parameters of a terminal: the text between `ESC [` and `m`.
package struct ColorNotation: Equatable, Sendable {
  /// The parameters for the foreground or for the background.
  package struct Ground: Equatable, Sendable {
    /// The text before the red, the green and the blue value; there is none after blue.
    package let parts: [[UInt8]]
    /// The parameters for the terminal's first 16 colours.
    package let palette: [[UInt8]]
    /// The parameter for the terminal's default colour.
    package let defaultColor: [UInt8]

    /// Derives the parameters from the output of a terminfo capability.
    ///
    /// `text` runs the capability for a colour number. Nil if the output has another form.
    package init?(defaultColor: String, hasBrightPalette: Bool, _ text: (Int32) -> [UInt8]?) {
      guard let parts = text(0x6F_7071).flatMap(Self.parameters).flatMap(Self.split) else {
        return nil
      }
      let palette = (Int32(0)..<16).compactMap { index in
        index < 8 || hasBrightPalette
          ? text(index).flatMap(Self.parameters)
          : Self.join(parts, Quantizer.ansi[Int(index)])
      }
      guard palette.count == 16 else { return nil }
      (self.parts, self.palette, self.defaultColor) = (parts, palette, Array(defaultColor.utf8))
    }

    /// The parameters between `ESC [` and `m`; nil if the sequence has another form.
    private static func parameters(_ text: [UInt8]) -> [UInt8]? {
      guard text.count > 3, text.starts(with: "\u{1B}[".utf8), text.last == UInt8(ascii: "m")
      else { return nil }
      let parameters = text[2..<(text.count - 1)]
      return parameters.allSatisfy { (0x30...0x3B).contains($0) } ? Array(parameters) : nil
    }

    /// The text before each of the channel values 111, 112 and 113.
    private static func split(_ parameters: [UInt8]) -> [[UInt8]]? {
      var parts: [[UInt8]] = []
      var start = 0
      for channel in ["111", "112", "113"] {
        let digits = Array(channel.utf8)
        var end = start
        while end + 3 <= parameters.count, Array(parameters[end..<end + 3]) != digits { end += 1 }
        guard end + 3 <= parameters.count, end > start, end - start <= 12 else { return nil }
        parts.append(Array(parameters[start..<end]))
        start = end + 3
      }
      return start == parameters.count ? parts : nil
    }

    private static func join(_ parts: [[UInt8]], _ color: RGB) -> [UInt8] {
      zip(parts, [color.red, color.green, color.blue]).flatMap { $0 + Array(String($1).utf8) }
    }
  }

  package let foreground, background: Ground

  package init(foreground: Ground, background: Ground) {
    (self.foreground, self.background) = (foreground, background)
  }
}
