import Terminal
import Testing

@Suite("Text becomes columns that every terminal agrees on")
struct GlyphsTests {
  @Test(
    "Widths of text in many scripts",
    arguments: [
      ("lite0", 5), ("画像.png", 8), ("e\u{301}", 1), ("한국어", 6), ("👩‍👩‍👧", 2), ("🇩🇪", 2),
      ("❤\u{FE0F}", 1), ("👍🏽", 2), ("ａ", 2), ("नी", 2), ("", 0), ("a\u{200B}b", 2),
    ])
  func widths(text: String, columns: Int) {
    #expect(text.columns == columns)
  }

  @Test("No control character passes")
  func controls() {
    for value in (0..<0x20).map({ $0 }) + Array(0x7F..<0xA0) + [0x202E, 0x2066, 0x2028, 0xFEFF] {
      guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
      let text = "a" + String(Character(scalar)) + "b"
      for glyph in Glyphs(text) {
        #expect(glyph.base >= 0x20 && !(0x7F..<0xA0).contains(glyph.base), "scalar \(value)")
        #expect(glyph.base != UInt32(value) || value == 0x20, "scalar \(value)")
      }
    }
    #expect("\u{1B}[31mred\u{7}".columnsSafe == "·[31mred·")
  }

  @Test("At most two marks stay on a character")
  func marks() {
    let zalgo = "a" + String(repeating: "\u{301}", count: 50) + "b"
    #expect(zalgo.columns == 2)
    #expect(Array(Glyphs(zalgo)).count == 2)
    #expect(zalgo.columnsSafe.unicodeScalars.count == 4)
  }

  @Test("Shortening keeps whole characters and ends with an ellipsis")
  func truncation() {
    #expect("photograph".truncated(to: 5) == "phot…")
    #expect("写真写真".truncated(to: 5) == "写真…")
    #expect("写真写真".truncated(to: 4) == "写…")
    #expect("写真".truncated(to: 0) == "")
    #expect("/a/long/path.png".truncatedAtStart(to: 9) == "…path.png")
    #expect("ab".padded(to: 4, .trailing) == "  ab")
    #expect("写".padded(to: 4, .center) == " 写 ")
  }

  @Test("Wrapping breaks at spaces and inside words that are too long")
  func wrapping() {
    #expect("one two three".wrapped(to: 7) == ["one two", "three"])
    #expect("abcdefgh".wrapped(to: 3) == ["abc", "def", "gh"])
    #expect("a\n\nb".wrapped(to: 3) == ["a", "", "b"])
    #expect("写真".wrapped(to: 1).count <= 2)
    #expect("x".wrapped(to: 0).isEmpty)
  }
}
