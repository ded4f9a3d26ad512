import Support

extension Failure {
  /// Weights that could not be read, found or fetched.
  public init(
    _ error: CheckpointError, subject: String, what: String = "can't load the weights"
  ) {
    let status: ExitStatus =
      switch error.kind {
      case .badData: .badData
      case .noInput: .noInput
      case .unavailable: .unavailable
      case .inputOutput: .inputOutput
      case .cannotCreate: .cannotCreate
      case .usage: .usage
      case .temporary: .tryAgain
      case .interrupted: .interrupted
      }
    self.init(
      status, what, subject, because: error.description, advice: error.advice)
  }
}
