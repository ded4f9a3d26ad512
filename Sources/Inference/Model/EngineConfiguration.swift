/// Kernels, number type and layer fusion of a model.
public struct EngineConfiguration: Hashable, Sendable {
  package enum Kernels: Hashable, Sendable {
    /// The set named by `EFFSCOPE_ISA`, otherwise the fastest set that this machine supports.
    case detected
    /// The kernels of one instruction set.
    case only(InstructionSet)
  }

  /// Number type of weights and activations.
  public enum Precision: String, Hashable, Sendable, CaseIterable {
    /// 32-bit floating point everywhere.
    case float32 = "f32"
    /// bfloat16 inputs and weights in 1 × 1 convolutions; float32 sums, float32 elsewhere.
    case bfloat16 = "bf16"
    /// 8-bit inputs and weights in 1 × 1 convolutions; 32-bit sums, float32 elsewhere.
    case int8
  }

  package var instructionSet: Kernels
  package var precision: Precision
  /// Whether adjacent layers are fused if their intermediate tensor is not needed elsewhere.
  package var fusesLayers: Bool

  package init(
    instructionSet: Kernels = .detected, precision: Precision = .float32, fusesLayers: Bool = true
  ) {
    self.instructionSet = instructionSet
    self.precision = precision
    self.fusesLayers = fusesLayers
  }
}
