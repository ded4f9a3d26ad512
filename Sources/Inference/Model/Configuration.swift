/// How a model computes.
public struct Configuration: Hashable, Sendable {
  /// Which kernels it uses.
  public enum Kernels: Hashable, Sendable {
    /// Those that `EFFSCOPE_ISA` names, or else the fastest that the machine runs.
    case detected
    /// Those of one instruction set.
    case only(InstructionSet)
  }

  /// The type of weights and activations.
  public enum Precision: String, Hashable, Sendable, CaseIterable {
    /// 32-bit floating point throughout.
    case float32 = "f32"
    /// bfloat16 inputs and weights of 1 × 1 convolutions, float32 sums and everything else.
    case bfloat16 = "bf16"
    /// 8-bit inputs and weights of 1 × 1 convolutions, 32-bit sums, float32 everything else.
    case int8
  }

  /// Which kernels it uses.
  public var instructionSet: Kernels
  /// The type of weights and activations.
  public var precision: Precision
  /// Whether neighbouring layers run as one where nobody reads what lies between them.
  public var fusesLayers: Bool

  /// The detected kernels in float32, fused, unless given otherwise.
  public init(
    instructionSet: Kernels = .detected, precision: Precision = .float32, fusesLayers: Bool = true
  ) {
    self.instructionSet = instructionSet
    self.precision = precision
    self.fusesLayers = fusesLayers
  }
}
