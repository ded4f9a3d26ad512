import Explorer
import Terminal
import Testing

@Suite("Full resolution lies in front where the terminal has it")
struct PixelScriptTests {
  /// An explorer whose terminal has answered.
  private func session(_ replies: [TerminalReply], keys: String) -> Scripted {
    var session = Scripted(100, 30)
    session.state.terminal.interview = TerminalQueries()
    for reply in replies { session.send(.reply(reply)) }
    session.press(keys)
    return session
  }

  @Test("The picture stands in the middle; Esc takes it away", arguments: ["3", "4", "5", "6 j j"])
  func shown(keys: String) throws {
    var session = session([.kittyGraphics(true), .attributes([62])], keys: keys + " f")
    let placed = try #require(session.state.frame.picture)
    #expect(placed.picture.format == .kitty)
    #expect(placed.place == Point(40, 11))
    session.press("esc")
    #expect(session.state.dialog == nil && session.state.frame.picture == nil)
  }

  @Test("It follows the next picture, the next class and the window's size")
  func following() throws {
    var session = session([.attributes([62, 4])], keys: "5 f")
    func question() throws -> PixelQuestion {
      guard case .pixels(let preview) = session.state.dialog else {
        throw FakeWork.failure("no preview")
      }
      return try #require(preview.question)
    }
    let first = try question()
    #expect(first.format == .sixel && first.room == Size(100, 28))
    session.press("c")
    guard case .overlay(let map, _) = try question().subject else { return #expect(Bool(false)) }
    #expect(map.target == 281)
    session.send(.resized(Size(80, 24)))
    #expect(try question().room == Size(80, 22))
    session.press("p")
    guard case .overlay(_, let drawing) = try question().subject else {
      return #expect(Bool(false))
    }
    #expect(drawing.colorMap == "viridis")
    session.press("q")
    #expect(session.state.dialog == nil && !session.effects.contains(.quit))
  }

  @Test("Without a protocol the key says why")
  func reasons() {
    #expect(Scripted().pressing("5 f").footer.contains("the terminal was not asked"))
    #expect(session([], keys: "5 f").footer.contains("has not answered yet"))
    #expect(session([.attributes([62])], keys: "5 f").footer.contains("named no picture protocol"))
    var silent = session([], keys: "5")
    for _ in 0..<6 { silent.send(.tick) }
    #expect(silent.pressing("f").footer.contains("the terminal did not answer"))
    #expect(!silent.state.wantsTicks)
  }

  @Test("The theme follows the background unless somebody chose one")
  func themes() {
    let light = TerminalReply.background(RGB(250, 250, 250))
    #expect(session([light], keys: "").state.look.theme.appearance == .light)
    var chosen = Scripted()
    chosen.state.terminal.interview = TerminalQueries()
    var settings = ExplorerSettings()
    settings.theme = "nord"
    chosen.state.apply(settings)
    chosen.send(.reply(light))
    #expect(chosen.state.look.theme.identifier == "nord")
    settings.theme = ""
    chosen.state.apply(settings)
    #expect(chosen.state.look.theme.appearance == .light)
    var given = Scripted()
    given.state.terminal.interview = TerminalQueries()
    given.state.preferences.isThemeGiven = true
    let former = given.state.look.theme
    given.send(.reply(light))
    #expect(given.state.look.theme == former)
  }
}
