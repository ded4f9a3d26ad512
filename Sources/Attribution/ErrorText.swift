extension AttributionError: CustomStringConvertible {
  /// What could not be done, why, and what to do next.
  public var description: String {
    switch self {
    case .needsLastStage(let method):
      "'\(method)' weights activations by the classifier, which only reads the last stage: "
        + "leave out --layer, or use 'grad-cam' for other layers"
    case .missingEvidence(let method, let needs):
      "'\(method)' was not shown what it needs (\(needs.words))"
    case .unknownMethod(let name, let suggestion):
      "there is no attribution method called '\(name)'"
        + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .cancelled(let method):
      "'\(method)' was cancelled before it had anything to show"
    case .nothingToProject(let method):
      "'\(method)' is no sum over channels that --smooth eigen could project: "
        + "leave it out, or use --smooth augment"
    case .inference(let error):
      error.description
    }
  }
}

extension Needs {
  var words: String {
    let names: [(Needs, String)] = [
      (.activations, "activations"), (.gradients, "gradients"), (.curvature, "curvature"),
      (.classifier, "classifier weights"), (.biasGradients, "bias gradients"),
      (.imageGradients, "image gradients"), (.perturbations, "further passes"),
    ]
    return names.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}
