/// How a terminal is told its colours: the words between `ESC [` and `m`.
package struct ColorNotation: Equatable, Sendable {
  /// The words for text, or for what is behind it.
  package struct Ground: Equatable, Sendable {
    /// What stands before red, before green and before blue; nothing stands behind.
    package let parts: [[UInt8]]
    /// The words for the terminal's first 16 colours.
    package let palette: [[UInt8]]
    /// The word for the terminal's own colour.
    package let own: [UInt8]

    /// Learns the words from what a capability writes for a number.
    ///
    /// Nil where it writes anything but plain 24-bit colours.
    package init?(own: String, hasBrightPalette: Bool, _ text: (Int32) -> [UInt8]?) {
      guard let parts = text(0x6F_7071).flatMap(Self.words).flatMap(Self.split) else { return nil }
      var palette: [[UInt8]] = []
      for index in Int32(0)..<16 {
        if index < 8 || hasBrightPalette {
          guard let words = text(index).flatMap(Self.words) else { return nil }
          palette.append(words)
        } else {
          let color = Quantizer.ansi[Int(index)]
          palette.append(Self.join(parts, color))
        }
      }
      (self.parts, self.palette, self.own) = (parts, palette, Array(own.utf8))
    }

    /// What stands between `ESC [` and `m`.
    private static func words(_ text: [UInt8]) -> [UInt8]? {
      guard text.count > 3, text[0] == 0x1B, text[1] == UInt8(ascii: "["),
        text[text.count - 1] == UInt8(ascii: "m")
      else { return nil }
      let words = text[2..<(text.count - 1)]
      let isPlain = words.allSatisfy { (0x30...0x3B).contains($0) }
      return isPlain ? Array(words) : nil
    }

    /// What stands before each of the channels 111, 112 and 113.
    private static func split(_ words: [UInt8]) -> [[UInt8]]? {
      var parts: [[UInt8]] = []
      var start = 0
      for channel in ["111", "112", "113"] {
        let digits = Array(channel.utf8)
        var end = start
        while end + 3 <= words.count, Array(words[end..<end + 3]) != digits { end += 1 }
        guard end + 3 <= words.count, end > start, end - start <= 12 else { return nil }
        parts.append(Array(words[start..<end]))
        start = end + 3
      }
      return start == words.count ? parts : nil
    }

    private static func join(_ parts: [[UInt8]], _ color: RGB) -> [UInt8] {
      zip(parts, [color.red, color.green, color.blue]).flatMap { $0 + Array(String($1).utf8) }
    }
  }

  package let foreground: Ground
  package let background: Ground

  package init(foreground: Ground, background: Ground) {
    (self.foreground, self.background) = (foreground, background)
  }
}
