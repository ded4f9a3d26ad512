import Architectures

/// Why a model or session could not be made, or an input not be run.
public enum InferenceError: Error, Hashable, Sendable {
  /// `EFFSCOPE_ISA` names no instruction set.
  case unknownInstructionSet(name: String)
  /// This machine does not have the instructions.
  case unsupportedInstructionSet(InstructionSet)
  /// The number type needs instructions that the machine or the forced kernels lack.
  case unsupportedPrecision(Configuration.Precision, InstructionSet)
  /// int8 needs to know the range of a layer's inputs, and the weights do not say it.
  case missingRange(layer: String, network: String)
  /// The weights lack a tensor that the network needs.
  case missingWeight(name: String, network: String)
  /// A weight has another shape than the network needs.
  case weightShape(name: String, expected: [Int], found: [Int])
  /// The image is not (1, channels, height, width) of the session.
  case inputShape(expected: [Int], found: [Int])
  /// The input is too small for the network: a layer would have no output.
  case inputTooSmall(height: Int, width: Int, layer: String)
  /// The system gave no memory.
  case outOfMemory(bytes: Int)
}
