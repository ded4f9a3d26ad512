/// Why no screen can be drawn.
package enum TerminalError: Error, Equatable, Sendable {
  /// A stream that has to be a terminal.
  package enum Stream: Sendable {
    case input, output
  }

  case notATerminal(Stream)
  case noTerm
  case unknownTerm(String)
  case cannotDraw(String)
  case cannotOpen(entry: String)
  case noPipe(code: Int32)
}

extension TerminalError: CustomStringConvertible {
  /// The sentence for people: what, why, and what to do.
  package var description: String {
    switch self {
    case .notATerminal(.input):
      "opening the explorer failed on standard input: it is not a terminal; "
        + "run it in a terminal, or use 'effscope explore --plain'"
    case .notATerminal(.output):
      "opening the explorer failed on standard output: it is not a terminal; "
        + "run it in a terminal, or use 'effscope explore --plain'"
    case .noTerm:
      "opening the explorer failed on the terminal: TERM is not set; "
        + "set it (TERM=xterm-256color, for example), or use 'effscope explore --plain'"
    case .unknownTerm(let term):
      "opening the explorer failed on terminal '\(term.columnsSafe)': terminfo has no entry of that "
        + "name; install ncurses-term, set TERM to another name, or use 'effscope explore --plain'"
    case .cannotDraw(let term):
      "opening the explorer failed on terminal '\(term.columnsSafe)': it can't place a cursor; "
        + "use 'effscope explore --plain'"
    case .cannotOpen(let entry):
      "opening the explorer failed on terminal '\(entry.columnsSafe)': ncurses can't use it; "
        + "set TERM to another name, or use 'effscope explore --plain'"
    case .noPipe(let code):
      "opening the explorer failed on its signal pipe: error \(code); close other programs"
    }
  }
}

extension String {
  /// The text as it may reach a terminal: control characters, joiners and direction marks gone.
  package var columnsSafe: String {
    var result = String.UnicodeScalarView()
    for glyph in Glyphs(self) {
      for value in [glyph.base, glyph.mark1, glyph.mark2] where value != 0 {
        if let scalar = Unicode.Scalar(value) { result.append(scalar) }
      }
    }
    return String(result)
  }
}
