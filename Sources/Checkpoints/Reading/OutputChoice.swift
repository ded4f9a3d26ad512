import Architectures
import Support

/// What a network's outputs mean, and the reason for this choice.
package struct OutputChoice: Hashable, Sendable {
  /// The function from logits to probabilities.
  package let activation: OutputActivation
  /// The reason for the choice.
  package let reason: Reason

  /// A reason for the choice of an activation.
  package enum Reason: String, Hashable, Sendable {
    /// The user named it.
    case asked = "as asked"
    /// The file, or the `config.json` beside it, says so.
    case file = "told by the file"
    /// The network has one logit.
    case oneLogit = "for one logit"
    /// Nothing says otherwise; it is the usual one.
    case assumed
  }

  /// A choice with its reason.
  package init(_ activation: OutputActivation, _ reason: Reason) {
    self.activation = activation
    self.reason = reason
  }

  /// Chooses for a network with `outputs` logits: the user's choice, the file's, one logit's.
  init(asked: OutputActivation?, stated: OutputActivation?, outputs: Int) {
    if let asked {
      self.init(asked, .asked)
    } else if let stated {
      self.init(stated, .file)
    } else if outputs == 1 {
      self.init(.sigmoid, .oneLogit)
    } else {
      self.init(.softmax, .assumed)
    }
  }
}
