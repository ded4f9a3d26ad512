/// An inert value of a pickle.
///
/// Containers are stored in a `PickleHeap` and referenced by index, so cyclic and deeply nested
/// pickles need neither recursion nor reference counting.
enum PickleValue: Sendable {
  case none
  case bool(Bool)
  case int(Int)
  /// An integer of more than 64 bits; its value is not kept.
  case longInteger
  case float(Double)
  case string(String)
  /// A byte string, as a range of the file.
  case bytes(Range<Int>)
  case list(Int)
  case tuple(Int)
  case set(Int)
  case dictionary(Int)
  case global(Int)
  case storage(Int)
  case tensor(Int)
  case object(Int)

  var int: Int? {
    if case .int(let value) = self { return value }
    return nil
  }

  var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }
}

/// The storage that pickle values refer to by index.
struct PickleHeap: Sendable {
  /// Lists, tuples and sets.
  var sequences: [[PickleValue]] = []
  var dictionaries: [[PickleEntry]] = []
  var globals: [PickleGlobalUse] = []
  var storages: [TorchStorage] = []
  var tensors: [TorchTensor] = []
  var objects: [PickleObject] = []

  mutating func sequence(_ elements: [PickleValue]) -> Int {
    sequences.append(elements)
    return sequences.count - 1
  }

  mutating func dictionary(_ entries: [PickleEntry] = []) -> Int {
    dictionaries.append(entries)
    return dictionaries.count - 1
  }

  /// The elements of a tuple or list; nil for other values.
  func elements(_ value: PickleValue) -> [PickleValue]? {
    switch value {
    case .tuple(let index), .list(let index): sequences[index]
    default: nil
    }
  }

  /// The elements of a tuple or list of integers; nil for other values.
  func integers(_ value: PickleValue) -> [Int]? {
    guard let elements = elements(value) else { return nil }
    let integers = elements.compactMap(\.int)
    return integers.count == elements.count ? integers : nil
  }
}

/// A dictionary entry.
struct PickleEntry: Sendable {
  let key: PickleValue
  var value: PickleValue
}

/// A skipped object: the index of its class and the data that Python would pass to it.
struct PickleObject: Sendable {
  let global: Int
  let arguments: PickleValue
  var state: PickleValue = .none
  var entries: [PickleEntry] = []
}

/// A global that a pickle names, with the verdict on it.
public struct PickleGlobalUse: Hashable, Sendable {
  /// The qualified name: `collections.OrderedDict`.
  public let name: String
  /// The verdict.
  public let verdict: Verdict
  /// Offset of its first use in the file or, for an archive, in the entry.
  public let offset: Int

  /// How a global is treated.
  public enum Verdict: String, Hashable, Sendable {
    /// Rebuilt by this program: tensors, storages, ordered dictionaries.
    case built
    /// Known data that is skipped.
    case skipped
    /// Unknown class: its instances are skipped, a call is refused.
    case unknown
    /// The file is refused.
    case refused
  }
}

/// A PyTorch storage that tensors view.
struct TorchStorage: Sendable {
  let key: String
  /// Element type; nil for an untyped storage, whose count is in bytes.
  let type: ElementType?
  let count: Int
  /// Offset of a legacy view in elements.
  var viewOffset = 0
}

/// A PyTorch tensor that refers to its storage by index; offset and strides in elements.
struct TorchTensor: Sendable {
  let storage: Int
  let type: ElementType
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}
