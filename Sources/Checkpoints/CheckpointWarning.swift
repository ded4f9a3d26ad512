import Dispatch
import Synchronization
import Tensors

/// Something odd about weights that can still be used.
public enum CheckpointWarning: Hashable, Sendable {
  /// A tensor holds infinities or values that are no numbers; the first one in the network's order.
  case nonFinite(tensor: String, others: Int)
}

extension CheckpointWarning: CustomStringConvertible {
  /// One line for the person.
  public var description: String {
    switch self {
    case .nonFinite(let tensor, let others):
      "tensor '\(tensor)' holds infinite or undefined values"
        + (others == 0 ? "" : ", and \(others) more do") + "; results may be meaningless"
    }
  }

  /// Looks at every weight of `match`, on all processors; the tensors are named as in their file.
  static func nonFinite(in weights: StateDictionary, of match: NetworkMatch) -> CheckpointWarning? {
    let names = match.variant.network(.init(classes: match.classes)).parameters.map(\.name)
    let found = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: names.count) { index in
      guard let tensor = weights[names[index]], !tensor.isFinite else { return }
      found.withLock { $0.append(index) }
    }
    let indices = found.withLock { $0.sorted() }
    guard let first = indices.first else { return nil }
    return .nonFinite(
      tensor: match.tensors[names[first]]?.name ?? names[first], others: indices.count - 1)
  }
}

extension Tensor {
  /// Whether every element is a finite number: the largest magnitude's bits tell.
  fileprivate var isFinite: Bool {
    withExtendedLifetime(storage) {
      var largest: UInt32 = 0
      for value in storage.buffer { largest = max(largest, value.bitPattern & 0x7FFF_FFFF) }
      return largest < 0x7F80_0000
    }
  }
}
