import CKernels
import Inference
import KernelChecks
import Testing

/// Every kernel of the engine's list, on every instruction set that this machine supports.
@Suite(.serialized) struct KernelTests {
  struct Case: Sendable, CustomStringConvertible {
    var instructionSet: InstructionSet
    var kernel: Int32
    var name: String { String(cString: kc_kernel_name(kernel)) }
    var description: String { "\(instructionSet.rawValue) \(name)" }

    var identifier: ck_isa {
      switch instructionSet {
      case .scalar: ck_isa_scalar
      case .portable: ck_isa_portable
      case .avx2: ck_isa_avx2
      case .avx512: ck_isa_avx512
      }
    }
  }

  static let cases = InstructionSet.supported.flatMap { set in
    (0..<kc_kernel_count()).map { Case(instructionSet: set, kernel: $0) }
  }

  @Test(arguments: cases)
  func kernelsMatchTheScalarKernelsAtEveryLengthAndThreadSplit(_ sample: Case) {
    var failure = [CChar](repeating: 0, count: 400)
    let comparisons = kc_check(sample.identifier, sample.kernel, &failure, failure.count)
    let text = String(
      decoding: failure.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    #expect(text.isEmpty, "\(sample): \(text)")
    #expect(comparisons > 0)
  }

  @Test func threadsSeeTheResultsOfThePreviousStep() {
    var failure = [CChar](repeating: 0, count: 400)
    #expect(kc_check_pool(&failure, failure.count) > 0)
    #expect(failure[0] == 0)
  }
}
