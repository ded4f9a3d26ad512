import Support

extension Failure {
  /// A network that could not run.
  public init(_ error: InferenceError, subject: String? = nil) {
    let status: ExitStatus =
      switch error {
      case .unknownInstructionSet: .usage
      case .unsupportedInstructionSet, .unsupportedPrecision: .unavailable
      case .missingWeight, .missingRange, .weightShape, .inputShape, .inputTooSmall: .badData
      case .outOfMemory: .software
      }
    self.init(status, sentences: error.description, subject: subject)
  }
}
