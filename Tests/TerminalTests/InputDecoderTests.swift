import Terminal
import Testing

@Suite("Bytes become keys, mouse events, pastes and answers")
struct InputDecoderTests {
  private func events(_ text: String) -> [InputEvent] {
    var decoder = InputDecoder()
    return decoder.feed(Array(text.utf8)) + decoder.flush()
  }

  @Test(
    "Keys",
    arguments: [
      ("q", "q"), ("写", "写"), ("\r", "enter"), ("\t", "tab"), ("\u{7F}", "backspace"),
      ("\u{1B}", "esc"), ("\u{1B}[A", "up"), ("\u{1B}OB", "down"), ("\u{1B}[1;5C", "ctrl-right"),
      ("\u{1B}[Z", "shift-tab"), ("\u{1B}[5~", "pgup"), ("\u{1B}[3;2~", "shift-delete"),
      ("\u{1B}OP", "f1"), ("\u{1B}[[B", "f2"), ("\u{1B}[24~", "f12"), ("\u{03}", "ctrl-c"),
      ("\u{1B}x", "alt-x"), ("\u{00}", "ctrl-space"), ("\u{1B}[108;5u", "ctrl-l"),
      ("\u{1B}[27;5;108~", "ctrl-l"), ("\u{1B}[H", "home"), ("\u{1B}[4~", "end"),
    ])
  func keys(bytes: String, name: String) {
    #expect(events(bytes) == [.key(Key(name: name) ?? Key(.insert))])
    #expect(Key(name: name)?.name == name)
  }

  @Test("Mouse reports have positions that start at 0")
  func mouse() {
    #expect(events("\u{1B}[<0;10;5M") == [.mouse(MouseEvent(.press, at: Point(9, 4)))])
    #expect(events("\u{1B}[<0;10;5m") == [.mouse(MouseEvent(.release, at: Point(9, 4)))])
    #expect(events("\u{1B}[<32;1;1M") == [.mouse(MouseEvent(.drag, at: Point(0, 0)))])
    #expect(events("\u{1B}[<65;300;90M") == [.mouse(MouseEvent(.wheelDown, at: Point(299, 89)))])
    #expect(
      events("\u{1B}[<16;1;1M")
        == [.mouse(MouseEvent(.press, at: Point(0, 0), modifiers: .control))])
    #expect(events("\u{1B}[<0;0;0M").isEmpty)
  }

  @Test("A paste is one event, wherever its bytes are split")
  func paste() {
    let bytes = Array("a\u{1B}[200~line1\nq\u{1B}[31m\u{1B}[201~b".utf8)
    for cut in 0...bytes.count {
      var decoder = InputDecoder()
      let found = decoder.feed(bytes[..<cut]) + decoder.feed(bytes[cut...])
      #expect(
        found == [
          .key(.character("a")), .paste("line1\nq\u{1B}[31m"), .key(.character("b")),
        ], "cut at \(cut)")
    }
  }

  @Test("Sequences may be split anywhere")
  func pieces() {
    let bytes = Array("\u{1B}[1;5C写\u{1B}[<0;10;5M\u{1B}]11;rgb:1a1a/2b2b/3c3c\u{1B}\\x".utf8)
    var whole = InputDecoder()
    let expected = whole.feed(bytes)
    #expect(expected.count == 5)
    for cut in 0...bytes.count {
      var decoder = InputDecoder()
      #expect(decoder.feed(bytes[..<cut]) + decoder.feed(bytes[cut...]) == expected)
    }
  }

  @Test("The terminal's answers become events")
  func replies() {
    #expect(events("\u{1B}]11;rgb:ffff/8080/0000\u{7}") == [.reply(.background(RGB(255, 128, 0)))])
    #expect(events("\u{1B}[?62;4;22c") == [.reply(.attributes([62, 4, 22]))])
    #expect(events("\u{1B}_Gi=31;OK\u{1B}\\") == [.reply(.kittyGraphics(true))])
    #expect(events("\u{1B}P>|XTerm(379)\u{1B}\\") == [.reply(.version("XTerm(379)"))])
    #expect(events("\u{1B}[6;18;9t") == [.reply(.cellPixels(width: 9, height: 18))])
    #expect(events("\u{1B}[I\u{1B}[O") == [.focus(true), .focus(false)])
  }

  @Test("Random bytes never trap, and the buffer stays bounded")
  func noise() {
    var generator = SeededGenerator(seed: 11)
    var decoder = InputDecoder()
    let lively: [UInt8] = [0x1B, 0x5B, 0x4F, 0x3C, 0x3B, 0x5D, 0x07, 0x7E, 0x32, 0x30, 0x4D, 0xF0]
    for _ in 0..<2000 {
      let bytes = (0..<64).map { _ in
        generator.next() & 1 == 0
          ? UInt8(truncatingIfNeeded: generator.next() >> 8)
          : lively[Int(generator.next() % UInt64(lively.count))]
      }
      _ = decoder.feed(bytes)
      if generator.next() % 4 == 0 { _ = decoder.flush() }
    }
  }
}

/// SplitMix64; the same seed gives the same numbers.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
