import Terminal
import Testing

@Suite("24-bit colours pass through ncurses as pair numbers")
struct DirectColorsTests {
  /// Parameters as terminfo's xterm-direct writes them, with `between` between the channels.
  private static func ground(
    _ number: Int, _ lead: String, _ between: String, hasBrightPalette: Bool = false
  ) -> ColorNotation.Ground? {
    ColorNotation.Ground(defaultColor: "\(number)9", hasBrightPalette: hasBrightPalette) { color in
      if color < 8 { return Array("\u{1B}[\(number)\(color)m".utf8) }
      if hasBrightPalette, color < 16 { return Array("\u{1B}[\(number + 6)\(color - 8)m".utf8) }
      let channels = [color >> 16, color >> 8 & 255, color & 255].map { "\($0)" }
      return Array("\u{1B}[\(lead)\(channels.joined(separator: between))m".utf8)
    }
  }

  private static func notation(_ hasBrightPalette: Bool = false) throws -> ColorNotation {
    ColorNotation(
      foreground: try #require(
        ground(3, "38:2::", ":", hasBrightPalette: hasBrightPalette)),
      background: try #require(
        ground(4, "48:2::", ":", hasBrightPalette: hasBrightPalette)))
  }

  private static func style(_ number: Int) -> Style {
    Style(.rgb(RGB(UInt8(number >> 8 & 255), UInt8(number & 255), 7)), on: .terminal)
  }

  /// One row of cells, each in its own colour.
  private static func frame(_ numbers: [Int]) -> Frame {
    var frame = Frame(Size(numbers.count, 1))
    for (x, number) in numbers.enumerated() { frame.set(x, 0, Cell("x", style(number))) }
    return frame
  }

  @Test("The parameters for a colour are derived from the output of the terminfo entry")
  func learning() throws {
    let colons = try #require(Self.ground(3, "38:2::", ":"))
    #expect(colons.parts.map { String(decoding: $0, as: UTF8.self) } == ["38:2::", ":", ":"])
    #expect(colons.palette[2] == Array("32".utf8))
    // An entry without bright colours gets xterm's default values as 24-bit colours.
    #expect(colons.palette[9] == Array("38:2::255:0:0".utf8))
    let bright = try #require(Self.ground(4, "48;2;", ";", hasBrightPalette: true))
    #expect(bright.parts.map { String(decoding: $0, as: UTF8.self) } == ["48;2;", ";", ";"])
    #expect(bright.palette[9] == Array("101".utf8))
  }

  @Test(
    "Entries with another form of colour sequence are left to ncurses",
    arguments: [
      "", "\u{1B}[38;5;12m", "\u{1B}[38;2;111;112m", "\u{1B}]4;111;112;113m",
      "\u{1B}[38;2;111;112;113;1m", "\u{1B}[38;2;111;112;113q", "\u{1B}[111;112;113m",
    ])
  func unknown(text: String) {
    #expect(
      ColorNotation.Ground(defaultColor: "39", hasBrightPalette: false) { _ in Array(text.utf8) }
        == nil)
    #expect(ColorNotation.Ground(defaultColor: "39", hasBrightPalette: false) { _ in nil } == nil)
  }

  @Test("Marks become colours, and an unchanged colour is not repeated")
  func expanding() throws {
    let marks = ColorMarks(try Self.notation())
    let red: UInt64 = 0x02FF_0000
    let blue: UInt64 = 0x0200_00FF
    let colors: [UInt64] = [0, red << 32 | blue, red << 32, blue << 32 | blue, 0x0100_0002 << 32]
    func text(_ marked: String) -> String {
      let bytes = marks.expanded(
        Array(marked.utf8), colors, head: Array("<".utf8), tail: Array(">".utf8))
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(text("plain") == "<plain>")
    #expect(text("\u{1F}1;▀") == "<\u{1B}[38:2::255:0:0m\u{1B}[48:2::0:0:255m▀>")
    #expect(
      text("\u{1F}1;a\u{1F}1;b\u{1F}2;c\u{1F}3;d")
        == "<\u{1B}[38:2::255:0:0m\u{1B}[48:2::0:0:255mab\u{1B}[49mc\u{1B}[38:2::0:0:255m\u{1B}[48:2::0:0:255md>"
    )
    #expect(
      text("\u{1F}1;a\u{1F}3;b")
        == "<\u{1B}[38:2::255:0:0m\u{1B}[48:2::0:0:255ma\u{1B}[38:2::0:0:255mb>")
    // After any other escape sequence both colours are written again.
    #expect(
      text("\u{1F}2;a\u{1B}[m\u{1F}2;b")
        == "<\u{1B}[38:2::255:0:0m\u{1B}[49ma\u{1B}[m\u{1B}[38:2::255:0:0m\u{1B}[49mb>")
    #expect(text("\u{1F}4;a") == "<\u{1B}[32m\u{1B}[49ma>")
    // A broken mark writes nothing.
    #expect(text("\u{1F}99;a\u{1F}77") == "<a>")
  }

  @Test("Every 24-bit colour is written exactly")
  func exactness() throws {
    let marks = ColorMarks(try Self.notation(true))
    for index in 0..<2000 {
      let edge: [UInt8] = [0, 9, 10, 99, 100, 255]
      let color =
        index < 216
        ? RGB(edge[index / 36], edge[index / 6 % 6], edge[index % 6])
        : RGB(UInt8(index * 73 & 255), UInt8(index * 151 >> 3 & 255), 3)
      let bits = UInt64(Color.rgb(color).bits)
      let bytes = marks.expanded(
        Array("\u{1F}1;".utf8), [0, bits << 32 | bits], head: [], tail: [])
      let words = "2::\(color.red):\(color.green):\(color.blue)"
      #expect(String(decoding: bytes, as: UTF8.self) == "\u{1B}[38:\(words)m\u{1B}[48:\(words)m")
    }
  }

  @Test("A pair of colours keeps its number while it is on the screen")
  func keeping() {
    var introduced: [Int32] = []
    let colors = DirectColors(limit: 40) { number in
      introduced.append(number)
      return true
    }
    var shown = Frame(Size(0, 0))
    var numbers: [Int: Int32] = [:]
    for round in 0..<50 {
      // Half of the row stays, the other half is new.
      let row = (0..<10).map { $0 < 5 ? $0 + 1 : round * 10 + $0 + 100 }
      let frame = Self.frame(row)
      #expect(colors.makeRoom(for: frame, after: shown))
      for number in row {
        let pair = colors.number(for: Self.style(number), isText: true).pair
        #expect(pair > 0 && pair <= 40)
        if number <= 5 { #expect(numbers[number] == nil || numbers[number] == pair) }
        numbers[number] = pair
        #expect(colors.colors[Int(pair)] >> 32 == UInt64(Self.style(number).foreground.bits))
      }
      #expect(Set(row.map { numbers[$0] }).count == row.count)
      shown = frame
    }
    #expect(introduced.sorted() == Array(1...Int32(introduced.count)))
    #expect(introduced.count <= 40)
  }

  @Test("When the screen has more colours than free numbers, everything is drawn again")
  func exhaustion() {
    let colors = DirectColors(limit: 15) { _ in true }
    let first = Self.frame(Array(1...10))
    #expect(colors.makeRoom(for: first, after: Frame(Size(0, 0))))
    for number in 1...10 { _ = colors.number(for: Self.style(number), isText: true) }
    let second = Self.frame(Array(11...20))
    #expect(!colors.makeRoom(for: second, after: first))
    for number in 11...20 {
      #expect(colors.number(for: Self.style(number), isText: true).pair > 0)
    }
    // More colours than numbers: the rest use the terminal's default pair.
    for number in 30...34 { _ = colors.number(for: Self.style(number), isText: true) }
    #expect(colors.number(for: Self.style(40), isText: true).pair == 0)
    #expect(colors.number(for: Style(), isText: true).pair == 0)
  }
}
