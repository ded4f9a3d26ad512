/// Queries to a terminal about its features, and its answers.
///
/// The last query asks for the device attributes, which every terminal answers. A feature without an
/// answer before that one is not supported. The wait ends after `patience` in any case.
package struct TerminalQueries: Equatable, Sendable {
  /// The background colour (OSC 11).
  package private(set) var background: RGB?
  /// Name and version (XTVERSION).
  package private(set) var version: String?
  /// Width and height of a cell in pixels.
  package private(set) var cellPixels: Size?
  /// True if the terminal answered the kitty graphics query with OK.
  package private(set) var hasKittyGraphics = false
  /// True if the terminal answered iTerm2's cell size query.
  package private(set) var hasITermReport = false
  /// Primary device attributes; the number 4 stands for sixel graphics.
  package private(set) var attributes: [Int]?
  /// True when no more answers are expected.
  package private(set) var isOver = false

  /// The longest wait for answers, in milliseconds; long enough for a slow ssh connection.
  package static let patience = 500

  package init() {}

  /// The control sequences that query a terminal.
  ///
  /// The kitty and iTerm2 queries are left out in a multiplexer, which may show them as a window
  /// title. The Linux console gets only the query for the device attributes.
  package static func questions(_ facts: TerminalFacts) -> String {
    guard facts.term != "linux" else { return attributesQuestion }
    var text = backgroundQuestion + "\u{1B}[>0q\u{1B}[16t"
    if !facts.isMultiplexed {
      text += "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}]1337;ReportCellSize\u{07}"
    }
    return text + attributesQuestion
  }

  /// The query for the background colour.
  package static let backgroundQuestion = "\u{1B}]11;?\u{1B}\\"
  private static let attributesQuestion = "\u{1B}[c"

  /// Records an answer.
  package mutating func note(_ reply: TerminalReply) {
    switch reply {
    case .background(let color): background = color
    case .version(let text): version = text.columnsSafe
    case .kittyGraphics(let works): hasKittyGraphics = works
    case .itermReport: hasITermReport = true
    case .cellPixels(let width, let height):
      if Self.likelySides.contains(width), Self.likelySides.contains(height) {
        cellPixels = Size(width, height)
      }
    case .attributes(let numbers):
      attributes = numbers
      isOver = true
    }
  }

  /// Marks the interview as over.
  package mutating func giveUp() { isOver = true }

  /// Dark or light, by the luminance of the background; nil if the background is unknown.
  package var appearance: Theme.Appearance? {
    background.map { $0.luminance > 0.25 ? .light : .dark }
  }

  /// The image protocol to use, nil for none, and the reason.
  package func pixels(wish: PixelWish?) -> (protocol: PixelProtocol?, reason: String) {
    if let wish { return (wish.pixelProtocol, "asked for \(wish.rawValue)") }
    if hasKittyGraphics { return (.kitty, "the terminal answered kitty's graphics question") }
    if hasITermReport { return (.iterm2, "the terminal answered iTerm2's report") }
    if let version, Self.itermNames.contains(where: version.hasPrefix) {
      return (.iterm2, "the terminal is \(version)")
    }
    guard let attributes else { return (nil, "the terminal did not answer") }
    if attributes.contains(4) { return (.sixel, "the device attributes name sixel graphics") }
    return (nil, "the terminal named no picture protocol")
  }

  /// Accepted widths and heights of a cell in pixels; other answers are ignored.
  private static let likelySides = 2...200

  /// Terminals that show iTerm2 images but do not answer the cell size query.
  private static let itermNames = ["iTerm2", "WezTerm", "mintty"]
}

extension TerminalFacts {
  /// True inside a terminal multiplexer (tmux, GNU screen).
  package var isMultiplexed: Bool {
    environment["TMUX"] != nil || environment["STY"] != nil
      || term.hasPrefix("tmux") || term.hasPrefix("screen")
  }
}
