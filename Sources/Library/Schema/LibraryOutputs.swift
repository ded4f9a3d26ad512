import Architectures
import Support

/// What the outputs of a library's network mean, as its settings name it.
package enum LibraryOutputs: String, Hashable, Sendable {
  /// One class of many.
  case softmax
  /// One logit for two classes.
  case oneSigmoid = "one sigmoid"
  /// Many labels: each class is an answer of its own.
  case sigmoids
  /// Plain numbers without probabilities.
  case linear

  init(_ network: Network) {
    switch network.outputActivation {
    case .softmax: self = .softmax
    case .sigmoid: self = network.isTwoSided ? .oneSigmoid : .sigmoids
    case .linear: self = .linear
    }
  }

  /// Why a library with these outputs has no calibration; nil if it has one.
  package var objectionToCalibration: String? {
    switch self {
    case .softmax, .oneSigmoid: nil
    case .sigmoids: "its network gives many labels, not one answer with a confidence"
    case .linear: "its network gives plain numbers without probabilities"
    }
  }

  /// Throws if `column` has no values for these outputs.
  func check(_ column: LibraryColumn) throws(Failure) {
    guard self == .linear, [.probability, .entropy, .truthProbability].contains(column) else {
      return
    }
    throw Failure(
      .usage, "can't filter or sort by", column.rawValue,
      because: "the network's outputs are plain numbers without probabilities",
      advice: "use logit")
  }
}
