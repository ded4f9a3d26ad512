import Support

/// One option of an explanation, as a row of facts and functions.
///
/// The command line's arguments, the text of PNGs, the settings of libraries, the facts of reports,
/// the commands printed under figures and the explorer's command line are all made from these rows.
package struct ExplanationOption: Sendable {
  /// How the option is written on a command line.
  package enum Form: Hashable, Sendable {
    /// `--name VALUE`.
    case value
    /// `--name VALUE`, several times.
    case repeated
    /// `--name` alone; its text is `yes`.
    case flag
    /// `--name` or `--no-name`; its text is `yes` or `no`.
    case choice
    /// `--name VALUE`, or `--name` alone for this value.
    case valueOrAlone(String)
  }

  package let name: String
  /// Name in the text of PNGs and in libraries.
  package let key: String
  package let form: Form
  package let help: String
  /// The texts that a command line needs for a resolved request; empty at the default.
  package let arguments: @Sendable (ExplanationRequest) -> [String]
  /// The text that a PNG or a library keeps; nil if it keeps none.
  package let record: @Sendable (ExplanationRequest) -> String?
  /// Removes the texts of a repeated option before others are set.
  let reset: @Sendable (inout ExplanationRequest) -> Void
  /// The value as reports state it; nil if they leave it out.
  package let words: @Sendable (ExplanationRequest) -> String?
  /// Sets the option from a text; throws a usage failure for a text that is not a value of it.
  package let set: @Sendable (inout ExplanationRequest, String) throws(Failure) -> Void

  /// An option with several arguments or with another text in records than in arguments.
  ///
  /// Reports state the text of records unless `words` is given.
  init(
    _ name: String, key: String? = nil, form: Form = .value, help: String,
    arguments: @escaping @Sendable (ExplanationRequest) -> [String],
    record: (@Sendable (ExplanationRequest) -> String?)? = nil,
    reset: @escaping @Sendable (inout ExplanationRequest) -> Void = { _ in },
    words: (@Sendable (ExplanationRequest) -> String?)? = nil,
    set: @escaping @Sendable (inout ExplanationRequest, String) throws(Failure) -> Void
  ) {
    self.name = name
    self.key = key ?? name
    self.form = form
    self.help = help
    self.arguments = arguments
    let record = record ?? { arguments($0).first }
    self.record = record
    self.words = words ?? record
    self.reset = reset
    self.set = set
  }

  /// An option with one text, `get`, which is nil at the default.
  init(
    _ name: String, key: String? = nil, form: Form = .value, help: String,
    get: @escaping @Sendable (ExplanationRequest) -> String?,
    record: (@Sendable (ExplanationRequest) -> String?)? = nil,
    words: (@Sendable (ExplanationRequest) -> String?)? = nil,
    set: @escaping @Sendable (inout ExplanationRequest, String) throws(Failure) -> Void
  ) {
    self.init(
      name, key: key, form: form, help: help, arguments: { get($0).map { [$0] } ?? [] },
      record: record ?? get, words: words, set: set)
  }

  /// Every option, in the order of command lines.
  package static let all = network + preprocessing + map + truth + drawing

  package static func named(_ name: String) -> ExplanationOption? { all.first { $0.name == name } }
}

extension ExplanationOption {
  /// An option whose values are those of an enumeration; records name the default, too.
  static func option<Value: RawRepresentable<String> & CaseIterable & Equatable & Sendable>(
    _ name: String, _ path: WritableKeyPath<ExplanationRequest, Value> & Sendable,
    default standard: Value, key: String? = nil, help: String
  ) -> ExplanationOption {
    ExplanationOption(
      name, key: key, help: help,
      get: { $0[keyPath: path] == standard ? nil : $0[keyPath: path].rawValue },
      record: { $0[keyPath: path].rawValue },
      set: { request, text throws(Failure) in request[keyPath: path] = try choice(name, text) })
  }

  /// A usage failure: option `name` does not take `text`.
  static func refused(
    _ name: String, _ text: String, _ why: String, advice: String? = nil
  ) -> Failure {
    Failure(.usage, "--\(name) is '\(text)'", because: why, advice: advice)
  }

  /// `text` as one of the values of an enumeration.
  static func choice<Value: RawRepresentable & CaseIterable>(
    _ name: String, _ text: String
  ) throws(Failure) -> Value where Value.RawValue == String {
    if let value = Value(rawValue: text) { return value }
    let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
    throw refused(name, text, "there is no such value", advice: "use one of \(names)")
  }

  static func number<Value: LosslessStringConvertible & Comparable>(
    _ name: String, _ text: String, in range: ClosedRange<Value>
  ) throws(Failure) -> Value {
    guard let value = Value(text), range.contains(value) else {
      throw refused(
        name, text, "it must be a number between \(range.lowerBound) and \(range.upperBound)")
    }
    return value
  }
}
