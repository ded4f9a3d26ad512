internal import CNCurses
import Glibc

extension TerminalFacts {
  /// Reads the facts from the environment, the standard streams and terminfo.
  package static func probe(environment: [String: String]) -> TerminalFacts {
    var facts = TerminalFacts(environment: environment)
    facts.isInputTerminal = isatty(STDIN_FILENO) == 1
    facts.isOutputTerminal = isatty(STDOUT_FILENO) == 1
    facts.hasEntry = withEntry(facts.term) {
      facts.colors = Int(tigetnum("colors"))
      facts.hasDirectFlag =
        tigetflag("RGB") > 0 || tigetflag("Tc") > 0 || terminfoText("setrgbf") != nil
      facts.canDrawScreens = terminfoText("cup") != nil && terminfoText("clear") != nil
    }
    facts.directEntry = facts.directCandidates.first { withEntry($0) {} }
    return facts
  }

  /// Runs `body` with a terminfo entry loaded; returns false if the entry does not exist.
  private static func withEntry(_ name: String, _ body: () -> Void) -> Bool {
    guard !name.isEmpty else { return false }
    var outcome: Int32 = 0
    guard setupterm(name, STDOUT_FILENO, &outcome) == 0, let terminal = curses_loaded_entry() else {
      return false
    }
    body()
    del_curterm(terminal)
    return true
  }
}

/// A string of the loaded terminfo entry; nil if the entry has none of this name.
func terminfoText(_ name: String) -> UnsafeMutablePointer<CChar>? {
  tigetstr(name).flatMap { Int(bitPattern: $0) == -1 ? nil : $0 }
}
