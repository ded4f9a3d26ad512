import Terminal
import Testing

@Suite("The ladder of colours is decided from facts alone")
struct CapabilitiesTests {
  private func facts(_ environment: [String: String], colors: Int = 256) -> TerminalFacts {
    var facts = TerminalFacts(environment: environment)
    facts.colors = colors
    facts.directEntry = "vte-direct"
    return facts
  }

  @Test(
    "Depth",
    arguments: [
      (["TERM": "xterm-256color", "COLORTERM": "truecolor"], 256, ColorDepth.direct),
      (["TERM": "xterm-256color"], 256, .indexed),
      (["TERM": "xterm"], 8, .sixteen),
      (["TERM": "vt100"], -1, .none),
      (["TERM": "xterm-kitty"], 256, .direct),
      (["TERM": "xterm-direct"], 16_777_216, .direct),
      (["TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)"], 256, .direct),
      (["TERM": "xterm-256color", "XTERM_VERSION": "XTerm(278)"], 256, .indexed),
      (["TERM": "tmux-256color", "XTERM_VERSION": "XTerm(379)"], 256, .indexed),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], 256, .none),
      (["TERM": "xterm-256color", "COLORTERM": "24bit", "NO_COLOR": ""], 256, .direct),
    ])
  func depth(environment: [String: String], colors: Int, expected: ColorDepth) throws {
    #expect(try Capabilities.decide(facts(environment, colors: colors)).colors == expected)
  }

  @Test("An option overrides the environment")
  func wishes() throws {
    let environment = ["TERM": "xterm-256color", "NO_COLOR": "1"]
    let wish = CapabilityWishes(colors: .direct)
    #expect(try Capabilities.decide(facts(environment), wishes: wish).colors == .direct)
    let colorless = CapabilityWishes(colors: .direct, isColorless: true)
    #expect(try Capabilities.decide(facts(environment), wishes: colorless).colors == .none)
  }

  @Test("Without an entry for 24-bit colour, 256 colours are used, with the reason")
  func noEntry() throws {
    var facts = facts(["TERM": "xterm-256color", "COLORTERM": "truecolor"])
    facts.directEntry = nil
    let decision = try Capabilities.decide(facts)
    #expect(decision.colors == .indexed)
    #expect(decision.entry == "xterm-256color")
    #expect(decision.colorReason.contains("ncurses-term"))
  }

  @Test("Pictures are ASCII where the locale is not UTF-8")
  func locale() throws {
    #expect(try Capabilities.decide(facts(["TERM": "xterm", "LC_ALL": "C"])).glyphs == .ascii)
    #expect(
      try Capabilities.decide(facts(["TERM": "xterm", "LANG": "de_DE.UTF-8"])).glyphs == .half)
    #expect(try Capabilities.decide(facts(["TERM": "xterm"])).isUnicode)
  }

  @Test("A terminal that cannot draw is refused in one line")
  func refusals() {
    func refusal(_ change: (inout TerminalFacts) -> Void) -> TerminalError? {
      var facts = facts(["TERM": "xterm"])
      change(&facts)
      do {
        _ = try Capabilities.decide(facts)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal { $0.isOutputTerminal = false } == .notATerminal(.output))
    #expect(refusal { $0.isInputTerminal = false } == .notATerminal(.input))
    #expect(refusal { $0.environment["TERM"] = "dumb" } == .cannotDraw("dumb"))
    #expect(refusal { $0.environment["TERM"] = nil } == .noTerm)
    #expect(refusal { $0.hasEntry = false } == .unknownTerm("xterm"))
    for error: TerminalError in [
      .notATerminal(.input), .noTerm, .unknownTerm("a\u{1B}[2Jb"), .cannotDraw("dumb"),
    ] {
      #expect(!error.description.contains("\n") && !error.description.contains("\u{1B}"))
    }
  }

  @Test("The terminfo entry matches the terminal")
  func candidates() {
    func first(_ environment: [String: String]) -> String? {
      TerminalFacts(environment: environment).directCandidates.first
    }
    #expect(first(["TERM": "tmux-256color"]) == "tmux-direct")
    #expect(first(["TERM": "screen-256color", "TMUX": "/tmp/x"]) == "tmux-direct")
    #expect(first(["TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)"]) == "xterm-direct16")
    #expect(first(["TERM": "xterm-256color"]) == "vte-direct")
    #expect(first(["TERM": "xterm-direct"]) == "xterm-direct")
    #expect(first(["TERM": "alacritty"]) == "alacritty-direct")
    #expect(first(["TERM": "xterm-kitty"]) == "kitty-direct")
  }

  @Test("Quantised colours are the nearest, and legends can show them")
  func quantizer() {
    for index in UInt8(16)...255 {
      let shown = Quantizer.shown(indexed: index)
      #expect(Quantizer.shown(indexed: Quantizer.indexed(shown)) == shown)
    }
    #expect(Quantizer.sixteen(RGB(250, 10, 10)) == 9)
    #expect(Quantizer.sixteen(RGB(0, 0, 0)) == 0)
  }
}
