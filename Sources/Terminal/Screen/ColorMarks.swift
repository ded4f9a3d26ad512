/// Replaces the marks that ncurses writes for colour pairs by 24-bit colour sequences.
package struct ColorMarks {
  /// The mark as a terminfo capability: byte 0x1F, the number of the colour pair, `;`.
  ///
  /// Byte 0x1F occurs nowhere else in a frame.
  package static let capability = "\u{1F}%p1%d;"
  private static let start: UInt8 = 0x1F
  private static let end = UInt8(ascii: ";")
  /// The largest length in bytes of the sequences that replace a mark.
  private static let longest = 128

  private let notation: ColorNotation
  /// 16 bytes for each ground, channel and value: the parameter text; its length is in the last byte.
  private let parameters: [UInt8]

  package init(_ notation: ColorNotation) {
    self.notation = notation
    var parameters: [UInt8] = []
    parameters.reserveCapacity(2 * 3 * 256 * 16)
    for part in notation.foreground.parts + notation.background.parts {
      for value in 0..<256 {
        let text = part + Array(String(value).utf8)
        parameters += text + [UInt8](repeating: 0, count: 15 - text.count) + [UInt8(text.count)]
      }
    }
    self.parameters = parameters
  }

  /// Returns `head`, then `text` with its marks replaced by colours, then `tail`.
  ///
  /// `colors` holds foreground and background by pair number. A colour that is the same as in the
  /// previous mark is not repeated, unless another escape sequence is between the two marks.
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
        parameters.withUnsafeBufferPointer { expand(text, colors, $0, &writer) }
      }
      writer.put(tail)
      count = writer.place - base
    }
  }

  private func expand(
    _ text: UnsafeBufferPointer<UInt8>, _ colors: [UInt64],
    _ parameters: UnsafeBufferPointer<UInt8>, _ writer: inout Writer
  ) {
    var previous: UInt64?
    var index = 0
    while index < text.count {
      let byte = text[index]
      index += 1
      guard byte == Self.start else {
        if byte == 0x1B { previous = nil }
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
      let pair = colors[number]
      let changed = previous.map { $0 ^ pair } ?? UInt64.max
      if changed >> 32 != 0 { put(UInt32(pair >> 32), 0, parameters, &writer) }
      if UInt32(truncatingIfNeeded: changed) != 0 {
        put(UInt32(truncatingIfNeeded: pair), 1, parameters, &writer)
      }
      previous = pair
    }
  }

  /// Writes the sequence for one colour (`Color.bits`) of the foreground (0) or background (1).
  ///
  /// Foreground and background need separate sequences: xterm misreads them when they are joined.
  private func put(
    _ bits: UInt32, _ ground: Int, _ parameters: UnsafeBufferPointer<UInt8>, _ writer: inout Writer
  ) {
    writer.put(0x1B)
    writer.put(UInt8(ascii: "["))
    if bits >> 24 == 2 {
      for channel in 0..<3 {
        let value = Int(bits >> UInt32(16 - 8 * channel) & 255)
        writer.put(parameters, at: ((ground * 3 + channel) * 256 + value) * 16)
      }
    } else {
      let ground = ground == 0 ? notation.foreground : notation.background
      writer.put(bits >> 24 == 0 ? ground.defaultColor : ground.palette[Int(bits & 15)])
    }
    writer.put(UInt8(ascii: "m"))
  }

  /// Appends bytes to memory; the caller has reserved enough of it.
  private struct Writer {
    var place: UnsafeMutablePointer<UInt8>

    mutating func put(_ byte: UInt8) {
      place.initialize(to: byte)
      place += 1
    }

    mutating func put(_ bytes: [UInt8]) { for byte in bytes { put(byte) } }

    /// Copies 16 bytes and advances by the length in the last of them.
    mutating func put(_ parameters: UnsafeBufferPointer<UInt8>, at index: Int) {
      guard let source = parameters.baseAddress else { return }
      place.update(from: source + index, count: 16)
      place += Int(source[index + 15])
    }
  }
}
