import Architectures

/// What the user decides about a checkpoint where the file leaves a choice.
package struct CheckpointReading: Hashable, Sendable {
  /// Reads only tensors below this dotted name; nil for all.
  package var tensorsUnder: String?
  /// Globs (`*`, `?`) of tensor names that may stay unused.
  package var ignoredTensors: [String] = []
  /// Reads whole saved modules as their tensors alone, whatever the code of their classes does.
  package var ignoresClasses = false
  /// The dotted name of the head's layers, if the file has several that fit.
  package var head: String?
  /// The function between the head's fully connected layers; nil to conclude it from the file.
  package var headActivation: HiddenActivation?
  /// The meaning of the outputs; nil to conclude it from the file.
  package var outputActivation: OutputActivation?

  /// Leaves every choice to the file.
  package init() {}

  /// True if every choice is left to the file.
  package var isEmpty: Bool { self == CheckpointReading() }
}

/// The function between two fully connected layers of a head.
package enum HiddenActivation: Hashable, Sendable {
  /// No function: the product of both matrices.
  case none
  /// An element-wise function.
  case function(HeadActivation)

  /// The names that users give, in the order of help texts.
  package static let names = ["none"] + HeadActivation.allCases.map(\.rawValue)

  /// Parses one of `names`; nil for any other text.
  package init?(name: String) {
    if name == "none" {
      self = .none
    } else if let function = HeadActivation(rawValue: name) {
      self = .function(function)
    } else {
      return nil
    }
  }

  /// The name that users give.
  package var name: String {
    switch self {
    case .none: "none"
    case .function(let function): function.rawValue
    }
  }
}
