internal import CKernels

/// A set of kernels, by the instructions they use.
public enum InstructionSet: String, Hashable, Sendable, CaseIterable {
  /// Plain C: the oracle that the others are tested against.
  case scalar
  /// Vector extensions of the compiler's base target: SSE2 on x86-64, NEON on arm64.
  case portable
  /// AVX2 and FMA.
  case avx2
  /// AVX-512 F, VL, DQ and BW.
  case avx512

  /// Whether this machine can run it.
  public var isSupported: Bool { table != nil && ck_supports(identifier) }

  /// Those that this machine can run, slowest first.
  public static var supported: [InstructionSet] { allCases.filter(\.isSupported) }

  /// The fastest that this machine can run.
  public static var detected: InstructionSet { supported.last ?? .scalar }

  /// The name of the environment variable that forces an instruction set.
  public static let environmentVariable = "EFFSCOPE_ISA"

  /// The set to use: the one that `EFFSCOPE_ISA` names, or the detected one.
  public static func chosen(environment value: String?) throws(InferenceError) -> InstructionSet {
    guard let value, !value.isEmpty else { return detected }
    guard let named = InstructionSet(rawValue: value.lowercased()) else {
      throw .unknownInstructionSet(name: value)
    }
    guard named.isSupported else { throw .unsupportedInstructionSet(named) }
    return named
  }

  var identifier: ck_isa {
    switch self {
    case .scalar: ck_isa_scalar
    case .portable: ck_isa_portable
    case .avx2: ck_isa_avx2
    case .avx512: ck_isa_avx512
    }
  }

  var table: UnsafePointer<ck_kernels>? { ck_table(identifier) }
}
