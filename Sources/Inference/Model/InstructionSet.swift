internal import CKernels

/// A set of kernels, named after the CPU instructions that they use.
public enum InstructionSet: String, Hashable, Sendable, CaseIterable {
  /// Plain C, the reference for testing the other sets.
  case scalar
  /// Vector extensions of the compiler's base target: SSE2 on x86-64, NEON on arm64.
  case portable
  /// AVX2 and FMA.
  case avx2
  /// AVX-512 F, VL, DQ and BW.
  case avx512

  package var isSupported: Bool { table != nil && ck_supports(identifier) }

  /// The sets that this build contains, slowest first.
  package static var compiled: [InstructionSet] { allCases.filter { $0.table != nil } }

  /// The sets that this machine supports, slowest first.
  package static var supported: [InstructionSet] { allCases.filter(\.isSupported) }

  /// The fastest set that this machine supports.
  package static var detected: InstructionSet { supported.last ?? .scalar }

  package static let environmentVariable = "EFFSCOPE_ISA"

  /// The set named by `value` (of `EFFSCOPE_ISA`), or `detected`; throws if unknown or unsupported.
  package static func chosen(environment value: String?) throws(InferenceError) -> InstructionSet {
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
