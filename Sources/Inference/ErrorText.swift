extension InferenceError: CustomStringConvertible {
  /// What could not be done, why, and what to do next.
  public var description: String {
    switch self {
    case .unknownInstructionSet(let name):
      "Can't use the instruction set '\(name)' of \(InstructionSet.environmentVariable), "
        + "because there is none of that name. Choose one of \(Self.choices)."
    case .unsupportedInstructionSet(let set):
      "Can't use the instruction set '\(set.rawValue)', because this machine lacks its "
        + "instructions. Choose one of \(Self.choices)."
    case .unsupportedPrecision(let precision, let set):
      "Can't compute in \(precision.rawValue), because it needs \(precision.requiredInstructions ?? "") "
        + "and the avx512 kernels, but \(Self.lack(precision, set)). Use --precision f32, or "
        + "\(InstructionSet.environmentVariable)=scalar to compute it by its definition, slowly."
    case .missingRange(let layer, let network):
      "Can't run '\(network)' in int8, because its weights don't say what range the inputs of "
        + "'\(layer)' have. Make a file that does with 'effscope weights quantize'."
    case .missingWeight(let name, let network):
      "Can't run '\(network)', because its weights lack '\(name)'. Is this another variant's "
        + "checkpoint?"
    case .weightShape(let name, let expected, let found):
      "Can't use the weight '\(name)', because its shape is \(Self.text(found)), but the network "
        + "needs \(Self.text(expected)). Is this another variant's checkpoint?"
    case .inputShape(let expected, let found):
      "Can't run an input of shape \(Self.text(found)), because the session is made for "
        + "\(Self.text(expected))."
    case .inputTooSmall(let height, let width, let layer):
      "Can't run an input of \(height) × \(width), because layer '\(layer)' would have no output. "
        + "Use a larger resolution."
    case .outOfMemory(let bytes):
      "Can't get \(bytes) bytes of memory. Use a smaller variant or resolution."
    }
  }

  private static func lack(_ precision: Configuration.Precision, _ set: InstructionSet) -> String {
    InstructionSet.avx512.isSupported && set != .avx512
      ? "\(InstructionSet.environmentVariable) asks for '\(set.rawValue)'"
      : "this machine lacks them"
  }

  private static var choices: String {
    InstructionSet.supported.map(\.rawValue).joined(separator: ", ")
  }

  private static func text(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: "×")
  }
}
