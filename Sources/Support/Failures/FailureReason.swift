/// A typed error of one target: an enum with facts, and the message parts made from them.
public protocol FailureReason: Error, CustomStringConvertible {
  /// The exit code of the program.
  var status: ExitStatus { get }
  /// The failed action, followed by the subject; nil for the text of `Failure.init`.
  var what: String? { get }
  /// The cause, with the values expected and found.
  var why: String { get }
  /// What the user can do; nil if nothing is known to help.
  var advice: String? { get }
}

extension FailureReason {
  /// Nil.
  public var what: String? { nil }

  /// `why`.
  public var description: String { why }
}

extension Failure {
  /// A failure for `reason`, on `subject`; `what` replaces the reason's own text.
  package init(_ reason: some FailureReason, subject: String? = nil, what: String? = nil) {
    self.init(
      reason.status,
      what ?? reason.what ?? (subject == nil ? "can't go on" : "can't process"),
      subject, because: reason.why, advice: reason.advice)
  }
}
