import Support

extension InferenceError: FailureReason {
  package var status: ExitStatus {
    switch self {
    case .unknownInstructionSet: .usage
    case .unsupportedInstructionSet, .unsupportedPrecision: .unavailable
    case .missingWeight, .missingRange, .weightShape, .inputShape, .inputTooSmall: .badData
    case .outOfMemory: .software
    }
  }

  package var why: String {
    switch self {
    case .unknownInstructionSet(let name):
      "there is no instruction set '\(name)', which \(InstructionSet.environmentVariable) names"
    case .unsupportedInstructionSet(let set):
      "this machine lacks the instructions of '\(set.rawValue)'"
    case .unsupportedPrecision(let precision, let set):
      "\(precision.rawValue) needs \(precision.requiredInstructions ?? "") and the avx512 kernels, "
        + "but \(Self.lack(set))"
    case .missingRange(let layer, let network):
      "'\(network)' can't run in int8: its weights don't say what range the inputs of '\(layer)' have"
    case .missingWeight(let name, let network):
      "the weights lack '\(name)', which '\(network)' needs"
    case .weightShape(let name, let expected, let found):
      "the weight '\(name)' is \(Self.text(found)) instead of \(Self.text(expected))"
    case .inputShape(let expected, let found):
      "the input is \(Self.text(found)), but the session is made for \(Self.text(expected))"
    case .inputTooSmall(let height, let width, let layer):
      "an input of \(height) × \(width) is too small: layer '\(layer)' would have no output"
    case .outOfMemory(let bytes): "there are no \(bytes) bytes of memory"
    }
  }

  package var advice: String? {
    switch self {
    case .unknownInstructionSet, .unsupportedInstructionSet:
      "choose one of \(InstructionSet.supported.map(\.rawValue).joined(separator: ", "))"
    case .unsupportedPrecision:
      "use \(OptionName.precision) f32, or \(InstructionSet.environmentVariable)=scalar to compute it "
        + "by its definition, slowly"
    case .missingRange: "make a file that does with 'effscope weights quantize'"
    case .missingWeight, .weightShape: "is this another variant's checkpoint?"
    case .inputShape: nil
    case .inputTooSmall: "use a larger resolution"
    case .outOfMemory: "use a smaller variant or resolution"
    }
  }

  private static func lack(_ set: InstructionSet) -> String {
    InstructionSet.avx512.isSupported && set != .avx512
      ? "\(InstructionSet.environmentVariable) asks for '\(set.rawValue)'"
      : "this machine lacks them"
  }

  private static func text(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: "×")
  }
}
