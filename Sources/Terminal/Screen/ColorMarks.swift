/// Marks that ncurses writes in place of 24-bit colours, and what becomes of them.
package struct ColorMarks {
  /// In terminfo's language: the number of a pair of colours between two bytes, of which the first never
  /// occurs in a frame otherwise.
  package static let capability = "\u{1F}%p1%d;"
  private static let start: UInt8 = 0x1F
  private static let end = UInt8(ascii: ";")
  /// Bytes that one mark can become at most.
  private static let longest = 128

  private let notation: ColorNotation
  /// For each ground, channel and value 16 bytes: the words, and in the last byte how many they are.
  private let words: [UInt8]

  package init(_ notation: ColorNotation) {
    self.notation = notation
    var words: [UInt8] = []
    words.reserveCapacity(2 * 3 * 256 * 16)
    for part in notation.foreground.parts + notation.background.parts {
      for value in 0..<256 {
        let text = part + Array(String(value).utf8)
        words += text + [UInt8](repeating: 0, count: 15 - text.count) + [UInt8(text.count)]
      }
    }
    self.words = words
  }

  /// `text` with colours in place of its marks, between `head` and `tail`.
  ///
  /// `colors` holds foreground and background by number. A ground that stays the same from one mark to
  /// the next is not said again, unless any other sequence stands between them.
  package func expanded(_ text: [UInt8], _ colors: [UInt64], head: [UInt8], tail: [UInt8])
    -> [UInt8]
  {
    let marks = text.reduce(0) { $0 + ($1 == Self.start ? 1 : 0) }
    let most = head.count + text.count + tail.count + marks * Self.longest
    return [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      var writer = Writer(place: base)
      writer.put(head)
      text.withUnsafeBufferPointer { text in
        words.withUnsafeBufferPointer { expand(text, colors, $0, &writer) }
      }
      writer.put(tail)
      count = writer.place - base
    }
  }

  private func expand(
    _ text: UnsafeBufferPointer<UInt8>, _ colors: [UInt64], _ words: UnsafeBufferPointer<UInt8>,
    _ writer: inout Writer
  ) {
    var said: UInt64?
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      guard byte == Self.start else {
        if byte == 0x1B { said = nil }
        writer.put(byte)
        continue
      }
      var number = 0
      while index < text.count, text[index] != Self.end {
        number = number &* 10 &+ Int(text[index] &- 0x30)
        index += 1
      }
      index += 1
      guard colors.indices.contains(number) else { continue }
      say(colors[number], after: said, words, &writer)
      said = colors[number]
    }
  }

  private func say(
    _ pair: UInt64, after said: UInt64?, _ words: UnsafeBufferPointer<UInt8>,
    _ writer: inout Writer
  ) {
    guard pair != said else { return }
    let changed = said.map { $0 ^ pair } ?? UInt64.max
    if changed >> 32 != 0 { say(UInt32(pair >> 32), 0, words, &writer) }
    if UInt32(truncatingIfNeeded: changed) != 0 {
      say(UInt32(truncatingIfNeeded: pair), 1, words, &writer)
    }
  }

  /// Says one colour, given `Color`'s bits, of the text (0) or of what is behind it (1).
  ///
  /// Each in a sequence of its own, as ncurses would: xterm takes two that are joined for something else.
  private func say(
    _ bits: UInt32, _ ground: Int, _ words: UnsafeBufferPointer<UInt8>, _ writer: inout Writer
  ) {
    writer.put(0x1B)
    writer.put(UInt8(ascii: "["))
    if bits >> 24 == 2 {
      for channel in 0..<3 {
        let value = Int(bits >> UInt32(16 - 8 * channel) & 255)
        writer.put(words, at: ((ground * 3 + channel) * 256 + value) * 16)
      }
    } else {
      let ground = ground == 0 ? notation.foreground : notation.background
      writer.put(bits >> 24 == 0 ? ground.own : ground.palette[Int(bits & 15)])
    }
    writer.put(UInt8(ascii: "m"))
  }

  /// A place in memory that moves on with what is written; the caller has made room.
  private struct Writer {
    var place: UnsafeMutablePointer<UInt8>

    mutating func put(_ byte: UInt8) {
      place.initialize(to: byte)
      place += 1
    }

    mutating func put(_ bytes: [UInt8]) {
      for byte in bytes { put(byte) }
    }

    /// Copies 16 bytes and moves on by as many as the last of them says.
    mutating func put(_ words: UnsafeBufferPointer<UInt8>, at index: Int) {
      guard let source = words.baseAddress else { return }
      place.update(from: source + index, count: 16)
      place += Int(source[index + 15])
    }
  }
}
