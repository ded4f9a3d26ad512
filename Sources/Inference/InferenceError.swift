import Architectures

/// Reasons why a model or session can't be created or an input can't be run.
public enum InferenceError: Error, Hashable, Sendable {
  /// `EFFSCOPE_ISA` names no instruction set.
  case unknownInstructionSet(name: String)
  /// This machine lacks the set's instructions.
  case unsupportedInstructionSet(InstructionSet)
  /// The number type needs instructions that the machine or the chosen kernels lack.
  case unsupportedPrecision(EngineConfiguration.Precision, InstructionSet)
  /// int8 needs the range of a layer's inputs, which the weights do not contain.
  case missingRange(layer: String, network: String)
  /// The weights lack a tensor that the network needs.
  case missingWeight(name: String, network: String)
  /// A weight's shape differs from the network's.
  case weightShape(name: String, expected: [Int], found: [Int])
  /// The image's shape differs from the session's (1, C, H, W).
  case inputShape(expected: [Int], found: [Int])
  /// The input is too small for the network: a layer would have no output.
  case inputTooSmall(height: Int, width: Int, layer: String)
  /// The memory could not be allocated.
  case outOfMemory(bytes: Int)
}
