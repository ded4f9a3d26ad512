/// A typed error of one target: an enum whose cases carry facts, and the parts of a message they make.
package protocol FailureReason: Error, CustomStringConvertible {
  /// The exit code of a program that stops because of it.
  var status: ExitStatus { get }
  /// What could not be done, to be followed by the subject; nil for the text of `Failure.init`.
  var what: String? { get }
  /// Why it could not be done, with the values expected and found.
  var why: String { get }
  /// What the user can do about it; nil if nothing is known to help.
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

  /// The result of `body`; what it throws becomes a failure on `subject`.
  package static func naming<Result, Reason: FailureReason>(
    _ subject: String?, what: String? = nil, _ body: () throws(Reason) -> Result
  ) throws(Failure) -> Result {
    do throws(Reason) {
      return try body()
    } catch {
      throw Failure(error, subject: subject, what: what)
    }
  }
}

extension FailureReason {
  /// The value of `body`; its error is thrown as a failure on `subject`.
  package static func asFailure<Value>(
    _ body: @autoclosure () throws(Self) -> Value, subject: String? = nil, what: String? = nil
  ) throws(Failure) -> Value {
    try asFailure(subject: subject, what: what, body)
  }

  /// The value of `body`; its error is thrown as a failure on `subject`.
  package static func asFailure<Value>(
    subject: String? = nil, what: String? = nil, _ body: () throws(Self) -> Value
  ) throws(Failure) -> Value {
    do throws(Self) {
      return try body()
    } catch {
      throw Failure(error, subject: subject, what: what)
    }
  }
}
