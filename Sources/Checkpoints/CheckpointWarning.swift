import Dispatch
import Synchronization
import Tensors

/// A problem of weights that does not prevent their use.
public enum CheckpointWarning: Hashable, Sendable {
  /// Tensors hold NaN or infinite values: the first one's name and the number of others.
  case nonFinite(tensor: String, others: Int)
}

extension CheckpointWarning: CustomStringConvertible {
  /// The warning in one line.
  public var description: String {
    switch self {
    case .nonFinite(let tensor, let others):
      "tensor '\(tensor)' holds infinite or undefined values"
        + (others == 0 ? "" : ", and \(others) more do") + "; results may be meaningless"
    }
  }

  /// Checks every tensor of `match` in parallel for NaN and infinite values; nil if there are none.
  ///
  /// The tensor's name in the result is that in the file; the first in the network's order.
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
  /// True if every element is finite; compares the bits of the largest magnitude with infinity's.
  fileprivate var isFinite: Bool {
    withExtendedLifetime(storage) {
      var largest: UInt32 = 0
      for value in storage.buffer { largest = max(largest, value.bitPattern & 0x7FFF_FFFF) }
      return largest < 0x7F80_0000
    }
  }
}
