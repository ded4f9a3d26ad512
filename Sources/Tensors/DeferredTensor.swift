import Synchronization

/// A tensor that is made once, when somebody first needs it.
public final class DeferredTensor: Sendable {
  private enum State: Sendable {
    case waiting(@Sendable () -> Tensor)
    case made(Tensor)
  }

  private let state: Mutex<State>

  /// A tensor that `make` will give.
  public init(_ make: @escaping @Sendable () -> Tensor) { state = Mutex(.waiting(make)) }

  /// The tensor.
  public var tensor: Tensor {
    state.withLock { state in
      switch state {
      case .made(let tensor): return tensor
      case .waiting(let make):
        let tensor = make()
        state = .made(tensor)
        return tensor
      }
    }
  }
}
