import Architectures
import Dispatch
import Support
import Synchronization
import Tensors

/// A problem of weights that does not prevent their use.
package enum CheckpointWarning: Hashable, Sendable {
  /// Tensors hold NaN or infinite values: the first one's name and the number of others.
  case nonFinite(tensor: String, others: Int)
  /// The function between two layers of the head is not in the file; nil means none.
  case assumedActivation(HeadActivation?, from: String, to: String)
  /// Something else that is not in the file.
  case assumed(String)
  /// The file also has an averaged copy of the network at this place.
  case averagedCopy(String)
}

extension CheckpointWarning: CustomStringConvertible {
  /// The warning in one line.
  package var description: String {
    switch self {
    case .nonFinite(let tensor, let others):
      "tensor '\(tensor)' holds infinite or undefined values"
        + (others == 0 ? "" : ", and \(others) more do") + "; results may be meaningless"
    case .assumedActivation(let function, let one, let other):
      "the function between '\(one)' and '\(other)' is not in the file, "
        + "\(function?.rawValue ?? "none") is assumed; \(OptionName.headActivation) chooses another"
    case .assumed(let what): "it is assumed that \(what)"
    case .averagedCopy(let place):
      "its averaged copy '\(place)' is not used; \(OptionName.tensorsUnder) \(place) chooses it"
    }
  }

  /// Checks every tensor of `match` in parallel for NaN and infinite values; nil if there are none.
  ///
  /// The tensor's name in the result is that in the file; the first in the network's order.
  static func nonFinite(in weights: StateDictionary, of match: NetworkMatch) -> CheckpointWarning? {
    var options = NetworkOptions(classes: match.classes)
    options.head = match.head
    let names = match.variant.network(options).parameters.map(\.name)
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
