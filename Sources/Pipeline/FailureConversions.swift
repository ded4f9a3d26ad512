import Attribution
import Checkpoints
import Imaging
import Inference

// The targets' typed errors carry facts and their own words; here they get an exit code.

extension Failure {
  /// An image that could not be read.
  public init(_ error: ImagingError, subject: String) {
    let text = error.text
    let status: ExitStatus =
      switch error {
      case .outOfMemory: .software
      case .notEncodable: .cannotCreate
      default: .badData
      }
    self.init(
      status, "\(text.what) failed on", subject, because: text.why, advice: text.whatToDo)
  }

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

  /// An attribution that could not be made.
  public init(_ error: AttributionError) {
    if case .inference(let error) = error {
      self.init(error)
      return
    }
    let status: ExitStatus =
      switch error {
      case .needsLastStage, .unknownMethod, .nothingToProject: .usage
      case .cancelled: .interrupted
      case .missingEvidence, .inference: .software
      }
    self.init(status, sentences: error.description)
  }

  /// Words that are sentences already, made one line of an error message.
  init(_ status: ExitStatus, sentences: String, subject: String? = nil) {
    var parts = sentences.split(separator: ". ", maxSplits: 1).map(String.init)
    for index in parts.indices {
      parts[index] = parts[index].prefix(1).lowercased() + parts[index].dropFirst()
      if parts[index].hasSuffix(".") { parts[index].removeLast() }
    }
    let what = subject.map { "can't process '\($0)'" } ?? "can't go on"
    self.init(status, what, nil, because: parts[0], advice: parts.count > 1 ? parts[1] : nil)
  }
}
