import Inference

/// Reasons why an attribution can't be computed.
package enum AttributionError: Error, Hashable, Sendable {
  /// The method needs the classifier's weights, so it works at the last stage only.
  case needsLastStage(method: String)
  case missingEvidence(method: String, needs: EvidenceNeeds)
  case unknownMethod(name: String, suggestion: String?)
  /// The caller cancelled before there was any result.
  case cancelled(method: String)
  /// The method's map is not a sum over channels, so eigen-smoothing does not apply.
  case nothingToProject(method: String)
  case inference(InferenceError)
}
