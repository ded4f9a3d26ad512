/// What the program asks a terminal about itself, and what the terminal has said.
///
/// Every terminal answers the last question, the device attributes; what was not answered before them
/// is not there. One that answers nothing is given up after `patience`.
package struct TerminalInterview: Equatable, Sendable {
  /// The background's colour (OSC 11).
  package private(set) var background: RGB?
  /// Name and version (XTVERSION).
  package private(set) var version: String?
  /// Pixels of one cell.
  package private(set) var cellPixels: Size?
  /// Whether the kitty graphics protocol answered well.
  package private(set) var hasKittyGraphics = false
  /// Whether iTerm2's own report was answered.
  package private(set) var hasITermReport = false
  /// Primary device attributes; 4 means sixel graphics.
  package private(set) var attributes: [Int]?
  /// Whether no more answers are waited for.
  package private(set) var isOver = false

  /// Milliseconds after which a silent terminal is given up; a slow line takes most of it.
  package static let patience = 500

  package init() {}

  /// The questions for a terminal, as bytes.
  ///
  /// Multiplexers show the kitty question to the person as a title, and the Linux console, real old
  /// terminals and GNU screen's inside know neither it nor iTerm2's, so only others are asked.
  package static func questions(_ facts: TerminalFacts) -> String {
    guard facts.term != "linux" else { return attributesQuestion }
    var text = backgroundQuestion + "\u{1B}[>0q\u{1B}[16t"
    if !facts.isMultiplexed {
      text += "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}]1337;ReportCellSize\u{07}"
    }
    return text + attributesQuestion
  }

  /// Asks for the background's colour alone.
  package static let backgroundQuestion = "\u{1B}]11;?\u{1B}\\"
  private static let attributesQuestion = "\u{1B}[c"

  /// Takes an answer in.
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

  /// Stops waiting.
  package mutating func giveUp() { isOver = true }

  /// Dark or light, where the terminal told its background.
  package var appearance: Theme.Appearance? {
    background.map { $0.luminance > 0.25 ? .light : .dark }
  }

  /// How pixels can be shown, with the reason.
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

  /// Pixels that a cell may be wide or high; a picture of other numbers would be absurd.
  private static let likelySides = 2...200

  /// Names of terminals that show iTerm2's images without answering its report.
  private static let itermNames = ["iTerm2", "WezTerm", "mintty"]
}

extension TerminalFacts {
  /// Whether another program, which owns the real terminal, reads what is written.
  package var isMultiplexed: Bool {
    environment["TMUX"] != nil || environment["STY"] != nil
      || term.hasPrefix("tmux") || term.hasPrefix("screen")
  }
}
