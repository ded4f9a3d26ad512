/// How many colours a terminal shows.
package enum ColorDepth: String, CaseIterable, Comparable, Sendable {
  case none
  case sixteen = "16"
  case indexed = "256"
  case direct = "24bit"

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rank < right.rank }
}

/// Which characters draw pictures, from the coarsest.
package enum PictureGlyphs: String, CaseIterable, Sendable {
  /// Letters and punctuation by density.
  case ascii
  /// ▀: two exact colours a cell.
  case half
  /// ▚: four pixels of two colours.
  case quadrant
  /// 🬗: six pixels of two colours.
  case sextant
}

/// What is known of a terminal before it is used: the facts that the decision is made from.
package struct TerminalFacts: Equatable, Sendable {
  package var environment: [String: String]
  package var isInputTerminal = true
  package var isOutputTerminal = true
  /// Whether terminfo has an entry for TERM.
  package var hasEntry = true
  /// terminfo's `colors`; negative if it has none.
  package var colors = 256
  /// Whether the entry says it has 24-bit colour (`RGB`, `Tc` or `setrgbf`).
  package var hasDirectFlag = false
  /// Whether the entry can place the cursor and clear the screen.
  package var canDrawScreens = true
  /// The first of `directCandidates` that terminfo has.
  package var directEntry: String?

  package init(environment: [String: String]) { self.environment = environment }

  /// TERM, or nothing.
  package var term: String { environment["TERM"] ?? "" }

  /// The version of a real xterm, which removes COLORTERM.
  package var xtermVersion: Int? {
    guard term.hasPrefix("xterm"), environment["TMUX"] == nil,
      let text = environment["XTERM_VERSION"]
    else { return nil }
    return Int(text.filter(\.isNumber))
  }

  /// Entries that could drive this terminal with 24-bit colours, the likeliest first.
  ///
  /// Real xterm and tmux read the standard's colons; what only calls itself xterm may want the
  /// semicolons that every terminal with 24-bit colour reads, as in the `vte-direct` entry.
  package var directCandidates: [String] {
    if term.contains("-direct") { return [term] }
    let base = String(term.split(separator: "-").first ?? "")
    if environment["TMUX"] != nil || base == "tmux" || base == "screen" {
      return ["tmux-direct", "xterm-direct"]
    }
    if environment["XTERM_VERSION"] != nil { return ["xterm-direct16", "xterm-direct"] }
    let own = term == "xterm-kitty" ? "kitty-direct" : base == "xterm" ? nil : base + "-direct"
    return [own, "vte-direct", "xterm-direct16", "xterm-direct"].compactMap(\.self)
  }
}

/// What the user asked for, by flag or configuration.
package struct CapabilityWishes: Equatable, Sendable {
  package var colors: ColorDepth?
  package var glyphs: PictureGlyphs?
  /// `--no-color`.
  package var isColorless = false

  package init(
    colors: ColorDepth? = nil, glyphs: PictureGlyphs? = nil, isColorless: Bool = false
  ) {
    self.colors = colors
    self.glyphs = glyphs
    self.isColorless = isColorless
  }
}

/// The decision how to draw, with its reasons in words that `doctor` prints.
package struct Capabilities: Equatable, Sendable {
  package var colors: ColorDepth
  package var colorReason: String
  package var isUnicode: Bool
  package var unicodeReason: String
  package var glyphs: PictureGlyphs
  package var glyphReason: String
  /// The terminfo entry to open.
  package var entry: String

  /// Decides for a terminal; throws where no screen can be drawn at all.
  package static func decide(_ facts: TerminalFacts, wishes: CapabilityWishes = .init())
    throws(TerminalError) -> Capabilities
  {
    guard facts.isInputTerminal else { throw .notATerminal(.input) }
    guard facts.isOutputTerminal else { throw .notATerminal(.output) }
    guard !facts.term.isEmpty else { throw .noTerm }
    guard facts.hasEntry else { throw .unknownTerm(facts.term) }
    guard facts.term != "dumb", facts.canDrawScreens else { throw .cannotDraw(facts.term) }

    let (isUnicode, unicodeReason) = unicode(facts.environment)
    let (colors, colorReason, entry) = color(facts, wishes)
    let (glyphs, glyphReason) = pictures(facts, wishes, colors: colors, isUnicode: isUnicode)
    return Capabilities(
      colors: colors, colorReason: colorReason, isUnicode: isUnicode,
      unicodeReason: unicodeReason, glyphs: glyphs, glyphReason: glyphReason, entry: entry)
  }

  private static func unicode(_ environment: [String: String]) -> (Bool, String) {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment[name], !value.isEmpty else { continue }
      let folded = value.lowercased()
      let isUnicode = folded.contains("utf-8") || folded.contains("utf8")
      return (isUnicode, "\(name)=\(value)")
    }
    return (true, "no locale is set; UTF-8 assumed")
  }

  private static func color(_ facts: TerminalFacts, _ wishes: CapabilityWishes)
    -> (ColorDepth, String, String)
  {
    let (wanted, reason) = wantedColor(facts, wishes)
    guard wanted == .direct else { return (wanted, reason, facts.term) }
    guard let entry = facts.directEntry else {
      let depth: ColorDepth = facts.colors >= 256 ? .indexed : .sixteen
      return (
        depth, reason + ", but terminfo has no entry with 24-bit colour (package ncurses-term)",
        facts.term
      )
    }
    return (.direct, reason + ", through \(entry)", entry)
  }

  /// The ladder: wish, NO_COLOR, COLORTERM, TERM's name, terminfo's flags, terminfo's count.
  private static func wantedColor(_ facts: TerminalFacts, _ wishes: CapabilityWishes)
    -> (ColorDepth, String)
  {
    if wishes.isColorless { return (.none, "--no-color") }
    if let wish = wishes.colors { return (wish, "asked for \(wish.rawValue)") }
    if let value = facts.environment["NO_COLOR"], !value.isEmpty {
      return (.none, "NO_COLOR is set")
    }
    let colorterm = (facts.environment["COLORTERM"] ?? "").lowercased()
    if colorterm.contains("truecolor") || colorterm.contains("24bit") {
      return (.direct, "COLORTERM=\(colorterm)")
    }
    let term = facts.term
    let known = ["kitty", "ghostty", "alacritty", "foot", "wezterm", "contour", "rio"]
    if term.contains("-direct") { return (.direct, "TERM=\(term)") }
    if let version = facts.xtermVersion, version >= 331 {
      return (.direct, "xterm \(version) has 24-bit colour")
    }
    if known.contains(where: term.contains) { return (.direct, "TERM=\(term) has 24-bit colour") }
    if facts.hasDirectFlag { return (.direct, "terminfo says 24-bit colour") }
    if facts.colors >= 256 { return (.indexed, "terminfo has \(facts.colors) colours") }
    if facts.colors >= 8 { return (.sixteen, "terminfo has \(facts.colors) colours") }
    return (.none, "terminfo has no colours")
  }

  private static func pictures(
    _ facts: TerminalFacts, _ wishes: CapabilityWishes, colors: ColorDepth, isUnicode: Bool
  ) -> (PictureGlyphs, String) {
    guard isUnicode else { return (.ascii, "the locale is not UTF-8") }
    if let wish = wishes.glyphs { return (wish, "asked for \(wish.rawValue)") }
    if facts.term == "linux" { return (.half, "the console's font has half blocks") }
    return (.half, "two exact colours a cell")
  }
}
