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
  package var subject: String { parts.subject }
  package var why: String { parts.why }
  package var advice: String? { parts.advice }

  private var parts: (subject: String, why: String, advice: String) {
    let another = "set TERM to another name"
    return switch self {
    case .notATerminal(.input): ("standard input", "it is not a terminal", "run it in a terminal")
    case .notATerminal(.output): ("standard output", "it is not a terminal", "run it in a terminal")
    case .noTerm: ("TERM", "it is not set", "set TERM=xterm-256color, say")
    case .unknownTerm(let term):
      (term.columnsSafe, "terminfo has no entry of this name", "install ncurses-term, \(another)")
    case .cannotDraw(let term): (term.columnsSafe, "this terminal can't place a cursor", another)
    case .cannotOpen(let term): (term.columnsSafe, "ncurses can't use it", another)
    case .noPipe(let code): ("signal pipe", "error \(code)", "close other programs")
    }
  }

  /// One sentence.
  package var description: String { Failure(self, subject: subject).message }
}
