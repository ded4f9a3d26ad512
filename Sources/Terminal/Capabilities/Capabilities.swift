import Support

/// The number of colours that a terminal shows.
package enum ColorDepth: String, CaseIterable, Comparable, Sendable {
  case none
  case sixteen = "16"
  case indexed = "256"
  case direct = "24bit"

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rank < right.rank }
}

/// The characters that draw pictures, from the coarsest.
package enum PictureGlyphs: String, CaseIterable, Sendable {
  /// ASCII characters, chosen by brightness.
  case ascii
  /// ▀: two pixels per cell, each in its exact colour.
  case half
  /// ▚: four pixels per cell in two colours.
  case quadrant
  /// 🬗: six pixels per cell in two colours.
  case sextant
}

/// Facts about a terminal, read before the program draws; `Capabilities.decide` uses them.
package struct TerminalFacts: Equatable, Sendable {
  package var environment: [String: String]
  package var isInputTerminal = true
  package var isOutputTerminal = true
  /// True if terminfo has an entry for TERM.
  package var hasEntry = true
  /// The `colors` number of the terminfo entry; negative if the entry has none.
  package var colors = 256
  /// True if the entry declares 24-bit colour (`RGB`, `Tc` or `setrgbf`).
  package var hasDirectFlag = false
  /// True if the entry can move the cursor and clear the screen.
  package var canDrawScreens = true
  /// The first of `directCandidates` that terminfo has; nil if it has none.
  package var directEntry: String?

  package init(environment: [String: String]) { self.environment = environment }

  /// The value of TERM; empty if it is not set.
  package var term: String { environment["TERM"] ?? "" }

  /// The version of a real xterm, which removes COLORTERM; nil for other terminals.
  package var xtermVersion: Int? {
    guard term.hasPrefix("xterm"), environment["TMUX"] == nil,
      let text = environment["XTERM_VERSION"]
    else { return nil }
    return Int(text.filter(\.isNumber))
  }

  /// Names of terminfo entries with 24-bit colours for this terminal, the best match first.
  ///
  /// Real xterm and tmux accept colour sequences with colons (the standard's form). Other terminals
  /// with TERM=xterm may accept only semicolons, which `vte-direct` uses.
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

/// Display settings from the command line or the configuration file.
package struct CapabilityWishes: Equatable, Sendable {
  package var colors: ColorDepth?
  package var glyphs: PictureGlyphs?
  /// True with `--no-color`.
  package var isColorless = false

  package init(
    colors: ColorDepth? = nil, glyphs: PictureGlyphs? = nil, isColorless: Bool = false
  ) {
    (self.colors, self.glyphs, self.isColorless) = (colors, glyphs, isColorless)
  }
}

/// How the program draws on this terminal, with the reasons that `doctor` prints.
package struct Capabilities: Equatable, Sendable {
  package var colors: ColorDepth
  package var colorReason: String
  package var isUnicode: Bool
  package var unicodeReason: String
  package var glyphs: PictureGlyphs
  package var glyphReason: String
  /// The terminfo entry to open.
  package var entry: String

  /// Chooses how to draw; throws `TerminalError` if the terminal can't show a screen.
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
      let isUnicode = ["utf-8", "utf8"].contains(where: value.lowercased().contains)
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
      let lack = ", but terminfo has no entry with 24-bit colour (package ncurses-term)"
      return (depth, reason + lack, facts.term)
    }
    return (.direct, reason + ", through \(entry)", entry)
  }

  /// Checks in this order: option, NO_COLOR, COLORTERM, TERM's name, terminfo flag, terminfo number.
  private static func wantedColor(_ facts: TerminalFacts, _ wishes: CapabilityWishes)
    -> (ColorDepth, String)
  {
    if wishes.isColorless { return (.none, "\(OptionName.noColor)") }
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
