import Synchronization

/// A tensor that is computed once, at its first use.
package final class DeferredTensor: Sendable {
  private enum State: Sendable {
    case pending(@Sendable () -> Tensor)
    case computed(Tensor)
  }

  private let state: Mutex<State>

  package init(_ make: @escaping @Sendable () -> Tensor) { state = Mutex(.pending(make)) }

  /// The tensor; the first access computes it, concurrent accesses wait for it.
  package var tensor: Tensor {
    state.withLock { state in
      switch state {
      case .computed(let tensor): return tensor
      case .pending(let make):
        let tensor = make()
        state = .computed(tensor)
        return tensor
      }
    }
  }
}
