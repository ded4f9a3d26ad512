import Inference
import Support

extension Failure {
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
}
