import Explorer
import Terminal
import Testing

@Suite("Nothing a person does can break the explorer")
struct RobustnessTests {
  private static let keys: [Key] = {
    let characters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789[]{}<>+-=.,/:?! 写é"
    let named = [
      "enter", "esc", "tab", "shift-tab", "backspace", "delete", "up", "down", "left", "right",
      "home", "end", "pgup", "pgdn", "ctrl-u", "ctrl-w", "ctrl-n", "ctrl-p", "f1", "alt-x",
    ]
    return characters.map { .character($0) } + named.compactMap { Key(name: $0) }
  }()

  @Test func aMegabyteOfSettingsIsReadAtOnce() {
    let text = (0..<60_000).map { "unknown\($0) = 1" }.joined(separator: "\n")
    #expect(text.utf8.count > 1_000_000)
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(ConfigurationReader.read(text, file: "x").mistakes.count == 21)
      #expect(
        ThemeReader.read(text, identifier: "x", file: "x", fallback: nil).mistakes.count <= 101)
    }
    #expect(time < .seconds(10), "\(time)")
  }

  @Test("100,000 random keys, clicks and sizes", arguments: [1, 2, 3, 4])
  func storm(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    // Small layers and no rows of networks, for the keys' sake: a storm asks for thousands.
    var session = Scripted(80, 24, work: FakeWork(isQuick: true, stepChannels: 2))
    for step in 0..<25_000 {
      switch generator.next() % 64 {
      case 0:
        let size = Size(Int(generator.next() % 210), Int(generator.next() % 65))
        session.send(.resized(size))
      case 1, 2:
        let kinds: [MouseEvent.Kind] = [.press, .drag, .wheelUp, .wheelDown, .rightPress, .release]
        let place = Point(Int(generator.next() % 220) - 5, Int(generator.next() % 70) - 3)
        session.send(
          .mouse(MouseEvent(kinds[Int(generator.next() % 6)], at: place)))
      case 3: session.send(.tick)
      case 4: session.send(.paste("p\u{1B}[2Jaste\nd"))
      default:
        session.send(.key(Self.keys[Int(generator.next() % UInt64(Self.keys.count))]))
      }
      // Drawing is what can trap; every frame of some sizes, a sample of all.
      if step % 23 == 0 { check(session) }
    }
    check(session)
  }

  private func check(_ session: Scripted) {
    let frame = session.state.frame
    #expect(frame.cells.count == session.state.size.columns * session.state.size.rows)
    let wrong = frame.cells.first { cell in
      cell.base != 0 && (cell.base < 0x20 || (0x7F..<0xA0).contains(cell.base))
    }
    #expect(wrong == nil)
  }

  @Test("Every screen and overlay can be drawn at every size")
  func sizes() {
    let ways = [
      "1", "2 j j l", "3", "3 } n n n", "3 enter", "3 G tab", "4", "5 right", "6", "5 ?", ":", "t",
      "5 /", "5 e", "1 g enter", "1 /", "1 g space space space x j", "2 v r *", "5 x j right",
      "5 x x",
      "5 i",
      "9 j", "6 v", "7", "7 tab", "7 D v", "7 v v", "7 V", "7 V V tab", "7 G j G", "8", "8 i",
      "8 v i",
      "8 v v", "8 v v v i",
      "5 M M M", "!",
    ]
    for way in ways {
      var session = Scripted(100, 30).pressing(way)
      for columns in [0, 1, 2, 7, 20, 39, 40, 41, 60, 71, 72, 99, 115, 116, 130, 300] {
        for rows in [0, 1, 2, 5, 11, 12, 13, 19, 20, 25, 26, 30, 90] {
          session.send(.resized(Size(columns, rows)))
          let frame = session.state.frame
          #expect(frame.size == Size(columns, rows))
        }
      }
    }
  }

  @Test("A screen below the smallest size says how large it has to be")
  func tooSmall() {
    var session = Scripted(20, 5)
    #expect(session.text.contains("40×12") && session.text.contains("20×5"))
    session.press("q")
    #expect(session.effects.last == .quit)
  }

  @Test("No escape sequence from a name reaches a cell")
  func escapes() {
    var session = Scripted()
    session.press("6 G")
    #expect(session.text.contains("·[31mred.png"))
    #expect(!session.text.contains("\u{1B}"))
  }

  @Test("No escape sequence from labels, weights, themes, failures or progress reaches a cell")
  func hostile() {
    let evil = "\u{1B}]0;owned\u{07}\u{1B}[2J\u{9B}31m\u{202E}x\r\n"
    for (columns, rows) in [(40, 12), (80, 24), (200, 60)] {
      var session = Scripted(columns, rows)
      session.press("5")
      var answer = session.state.subject.answer
      for index in (answer?.classes ?? []).indices { answer?.classes[index].label = evil }
      answer?.origin = evil
      session.state.subject.answer = answer
      session.state.screens.settings.mistakes = [
        ConfigurationReader.read("\"\(evil)\" = 1", file: evil).mistakes.first
      ].compactMap(\.self)
      session.state.notice = Notice(.failure, evil)
      session.state.look.theme =
        ThemeReader.read(
          "name = \"a\\u001b[31mb\"\n[colors]\n", identifier: evil, file: evil, fallback: nil
        ).theme
      session.state.screens.files.recent = [evil]
      check(session)
      for way in ["3", "3 G", "4", "5", "5 w", "5 x", "5 e", "esc 6 v", "9", "t", "esc 5 /"] {
        session.press(way)
        check(session)
        for line in session.lines {
          #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        }
      }
    }
  }

  @Test("Names in wide characters keep the columns straight")
  func wide() {
    var session = Scripted(80, 24)
    session.press("6")
    let sizes = session.lines.filter { $0.contains("240 kB") || $0.contains("241 kB") }
    #expect(sizes.count >= 3)
    let columns = Set(
      sizes.map { line in
        String(line[..<(line.range(of: " kB")?.lowerBound ?? line.endIndex)]).columns
      })
    #expect(columns.count == 1, "\(sizes)")
  }
}

/// SplitMix64, so that random tests repeat.
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
