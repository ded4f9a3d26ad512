/// A failed request: the parts of one line on standard error, and the exit code.
package struct Failure: Error, Hashable, Sendable {
  /// The failed action: `can't read the image`.
  package var what: String
  /// The file or name it concerns.
  package var subject: String?
  /// The cause.
  package var why: String
  /// What the user can do.
  package var advice: String?
  package var status: ExitStatus

  package init(
    _ status: ExitStatus, _ what: String, _ subject: String? = nil, because why: String,
    advice: String? = nil
  ) {
    (self.what, self.subject, self.why) = (what, subject, why)
    (self.advice, self.status) = (advice, status)
  }

  /// One line: `WHAT 'WHICH': WHY; WHAT TO DO`, free of control characters.
  package var message: String {
    var line = what
    if let subject { line += " '\(subject)'" }
    line += ": \(why)"
    if let advice { line += "; \(advice)" }
    return line.printable
  }
}

/// Exit codes of BSD's sysexits, and 1.
package enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
  case done = 0
  /// The command did its work, and a check that was asked for failed.
  case checkFailed = 1
  case usage = 64
  case badData = 65
  case noInput = 66
  /// A service or library is missing.
  case unavailable = 69
  /// An internal fault.
  case software = 70
  /// The output can't be created.
  case cannotCreate = 73
  case inputOutput = 74
  case tryAgain = 75
  case interrupted = 130

  /// What it means, for the program's help.
  package var meaning: String {
    switch self {
    case .done: "done"
    case .checkFailed: "the command did its work, and a check that was asked for failed"
    case .usage: "an option or argument is wrong"
    case .badData: "a file holds something wrong"
    case .noInput: "there is no such file, or no weights are installed"
    case .unavailable: "a service or library is missing"
    case .software: "an internal fault"
    case .cannotCreate: "the output can't be created"
    case .inputOutput: "reading or writing failed"
    case .tryAgain: "another process is at work; try again"
    case .interrupted: "stopped by Ctrl-C"
    }
  }

  /// All codes with their meanings, a line each.
  package static var table: String {
    allCases.map { "  \(NumberText.left(String($0.rawValue), 3))  \($0.meaning)" }
      .joined(separator: "\n")
  }
}
