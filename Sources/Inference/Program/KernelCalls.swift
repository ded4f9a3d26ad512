internal import CKernels

/// Kernel calls in execution order, with the memory of their arguments.
final class KernelCalls {
  private(set) var steps: [ck_step] = []
  private var allocations: [UnsafeMutableRawPointer] = []

  deinit {
    for allocation in allocations { allocation.deallocate() }
  }

  /// Appends a call and returns its copy of the arguments.
  @discardableResult
  func add<Arguments>(
    _ run: ck_function?, _ arguments: Arguments
  ) -> UnsafeMutablePointer<Arguments> {
    let kept = UnsafeMutablePointer<Arguments>.allocate(capacity: 1)
    kept.initialize(to: arguments)
    allocations.append(kept)
    steps.append(ck_step(run: run, arguments: kept))
    return kept
  }
}
