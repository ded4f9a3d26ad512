import Support

/// The reason why the explorer can't draw on the terminal.
package enum TerminalError: FailureReason, Equatable, Sendable {
  /// A standard stream that must be a terminal.
  package enum Stream: Sendable { case input, output }

  case notATerminal(Stream)
  case noTerm
  case unknownTerm(String)
  case cannotDraw(String)
  case cannotOpen(entry: String)
  case noPipe(code: Int32)

  package var status: ExitStatus { .unavailable }

  package var what: String? { "can't open the explorer on" }

  /// The stream, variable or terminal that the error is about.
  package var subject: String {
    switch self {
    case .notATerminal(.input): "standard input"
    case .notATerminal(.output): "standard output"
    case .noTerm: "TERM"
    case .unknownTerm(let term), .cannotDraw(let term), .cannotOpen(let term): term.columnsSafe
    case .noPipe: "signal pipe"
    }
  }

  package var why: String {
    switch self {
    case .notATerminal: "it is not a terminal"
    case .noTerm: "it is not set"
    case .unknownTerm: "terminfo has no entry of this name"
    case .cannotDraw: "this terminal can't place a cursor"
    case .cannotOpen: "ncurses can't use it"
    case .noPipe(let code): "error \(code)"
    }
  }

  package var advice: String? {
    switch self {
    case .notATerminal: "run it in a terminal"
    case .noTerm: "set TERM=xterm-256color, say"
    case .unknownTerm: "install ncurses-term, set TERM to another name"
    case .cannotDraw, .cannotOpen: "set TERM to another name"
    case .noPipe: "close other programs"
    }
  }

  /// One sentence.
  package var description: String { Failure(self, subject: subject).message }
}

extension String {
  /// The text made safe for a terminal, without control characters, joiners and direction marks.
  package var columnsSafe: String { Glyphs.text(Glyphs(self)) }
}
