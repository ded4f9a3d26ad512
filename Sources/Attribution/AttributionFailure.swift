import Inference
import Support

extension AttributionError: FailureReason {
  package var status: ExitStatus {
    switch self {
    case .needsLastStage, .unknownMethod, .nothingToProject: .usage
    case .cancelled: .interrupted
    case .missingEvidence: .software
    case .inference(let error): error.status
    }
  }

  package var why: String {
    switch self {
    case .needsLastStage(let method):
      "'\(method)' weights activations by the classifier, which only reads the last stage"
    case .missingEvidence(let method, let needs): "'\(method)' did not get its \(needs.names)"
    case .unknownMethod(let name, _): "there is no attribution method called '\(name)'"
    case .cancelled(let method): "'\(method)' was cancelled before there was any result"
    case .nothingToProject(let method):
      "'\(method)' is no sum over channels, which \(OptionName.smooth) eigen projects"
    case .inference(let error): error.why
    }
  }

  package var advice: String? {
    switch self {
    case .needsLastStage: "leave out \(OptionName.layer), or use 'grad-cam' for other layers"
    case .unknownMethod(_, let suggestion): suggestion.map { "did you mean '\($0)'?" }
    case .nothingToProject: "leave it out, or use \(OptionName.smooth) augment"
    case .missingEvidence, .cancelled: nil
    case .inference(let error): error.advice
    }
  }
}

extension EvidenceNeeds {
  fileprivate var names: String {
    let names: [(EvidenceNeeds, String)] = [
      (.activations, "activations"), (.gradients, "gradients"), (.curvature, "curvature"),
      (.classifier, "classifier weights"), (.biasGradients, "bias gradients"),
      (.imageGradients, "image gradients"), (.perturbations, "further passes"),
    ]
    return names.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}
