import Inference

/// Why an attribution could not be made.
public enum AttributionError: Error, Hashable, Sendable {
  /// The method is defined by the classifier's weights, which only the last stage meets.
  case needsLastStage(method: String)
  /// The evidence lacks what the method asked for.
  case missingEvidence(method: String, needs: Needs)
  /// No method has this name.
  case unknownMethod(name: String, suggestion: String?)
  /// The person cancelled before anything could be said.
  case cancelled(method: String)
  /// The method's map is no sum over channels, so that there is nothing to smooth by projection.
  case nothingToProject(method: String)
  /// The network could not be run.
  case inference(InferenceError)
}
