import Terminal
import Testing

@Suite("A terminal is asked what it can")
struct TerminalQueriesTests {
  private func interview(_ replies: [TerminalReply]) -> TerminalQueries {
    var interview = TerminalQueries()
    for reply in replies { interview.note(reply) }
    return interview
  }

  @Test("The query for device attributes is the last and its answer ends the interview")
  func order() {
    let facts = TerminalFacts(environment: ["TERM": "xterm-256color"])
    let text = TerminalQueries.questions(facts)
    #expect(text.hasSuffix("\u{1B}[c"))
    #expect(text.contains("\u{1B}]11;?") && text.contains("\u{1B}_G") && text.contains("1337"))
    #expect(!interview([.background(RGB(0, 0, 0)), .kittyGraphics(true)]).isOver)
    #expect(interview([.attributes([62])]).isOver)
  }

  @Test(
    "What others would show as text is not asked",
    arguments: [
      ["TERM": "tmux-256color"], ["TERM": "screen.xterm"], ["TERM": "xterm", "TMUX": "/tmp/a,1,0"],
      ["TERM": "xterm", "STY": "1.pts"], ["TERM": "linux"],
    ])
  func multiplexed(environment: [String: String]) {
    let text = TerminalQueries.questions(TerminalFacts(environment: environment))
    #expect(!text.contains("\u{1B}_") && !text.contains("1337"))
  }

  @Test("The best supported protocol is selected, with its reason")
  func protocols() {
    let attributes = TerminalReply.attributes([62, 4, 22])
    #expect(
      interview([.kittyGraphics(true), .itermReport, attributes]).pixels(wish: nil).protocol
        == .kitty)
    #expect(
      interview([.kittyGraphics(false), .itermReport, attributes]).pixels(wish: nil).protocol
        == .iterm2)
    #expect(
      interview([.version("WezTerm 20240203"), attributes]).pixels(wish: nil).protocol == .iterm2)
    #expect(interview([.version("XTerm(379)"), attributes]).pixels(wish: nil).protocol == .sixel)
    #expect(
      interview([.attributes([64, 1, 2])]).pixels(wish: nil) == (
        nil, "the terminal named no picture protocol"
      ))
    #expect(interview([]).pixels(wish: nil) == (nil, "the terminal did not answer"))
    #expect(
      interview([.kittyGraphics(true)]).pixels(wish: PixelWish.none) == (nil, "asked for none"))
    #expect(interview([]).pixels(wish: .sixel) == (.sixel, "asked for sixel"))
  }

  @Test("The luminance of the background decides between light and dark")
  func backgrounds() {
    #expect(interview([]).appearance == nil)
    #expect(interview([.background(RGB(250, 248, 243))]).appearance == .light)
    #expect(interview([.background(RGB(30, 30, 46))]).appearance == .dark)
    #expect(interview([.background(RGB(0, 43, 54))]).appearance == .dark)
    #expect(interview([.background(RGB(253, 246, 227))]).appearance == .light)
  }

  @Test("Impossible cell sizes are ignored and names are made safe")
  func hostile() {
    #expect(interview([.cellPixels(width: 0, height: 16)]).cellPixels == nil)
    #expect(interview([.cellPixels(width: 9, height: 99_999)]).cellPixels == nil)
    #expect(interview([.cellPixels(width: 9, height: 18)]).cellPixels == Size(9, 18))
    #expect(interview([.version("x\u{1B}[2Jy")]).version?.contains("\u{1B}") == false)
  }
}
