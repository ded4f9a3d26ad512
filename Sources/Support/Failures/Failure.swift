/// A request that could not be met: facts for one line on standard error, and the exit code.
public struct Failure: Error, Hashable, Sendable {
  /// What was being done: `can't read the image`.
  public var what: String
  /// The file or name it was done to.
  public var subject: String?
  /// Why it could not be done.
  public var why: String
  /// What the person can do about it.
  public var advice: String?
  /// The process's exit code.
  public var status: ExitStatus

  /// A failure of `what` on `subject`, because `why`; `advice` says what to do.
  public init(
    _ status: ExitStatus, _ what: String, _ subject: String? = nil, because why: String,
    advice: String? = nil
  ) {
    self.what = what
    self.subject = subject
    self.why = why
    self.advice = advice
    self.status = status
  }

  /// One line: `WHAT 'WHICH': WHY; WHAT TO DO`, free of control characters.
  public var message: String {
    var line = what
    if let subject { line += " '\(subject)'" }
    line += ": \(why)"
    if let advice { line += "; \(advice)" }
    return line.printable
  }
}

/// Exit codes, after BSD's sysexits.
public enum ExitStatus: Int32, Hashable, Sendable {
  /// Done.
  case done = 0
  /// The command line was wrong.
  case usage = 64
  /// An input holds bad data.
  case badData = 65
  /// There is no such input.
  case noInput = 66
  /// A service or library is missing.
  case unavailable = 69
  /// A bug of ours.
  case software = 70
  /// The output can't be created.
  case cannotCreate = 73
  /// Reading or writing failed half-way.
  case inputOutput = 74
  /// Worth trying again.
  case tryAgain = 75
  /// Interrupted by the person.
  case interrupted = 130
}
