/// What a pickle's operations leave behind: inert data, never a Python object.
///
/// Containers live in a `PickleHeap` and are named by their index, so cyclic or deeply nested
/// pickles need neither recursion nor reference counting.
enum PickleValue: Sendable {
  case none
  case bool(Bool)
  case int(Int)
  /// A whole number of more than 64 bits, whose bytes nobody needs.
  case longInteger
  case float(Double)
  case string(String)
  /// Bytes of the file.
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

/// Everything that pickle values refer to.
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

  /// The elements of a tuple or list.
  func elements(_ value: PickleValue) -> [PickleValue]? {
    switch value {
    case .tuple(let index), .list(let index): sequences[index]
    default: nil
    }
  }

  /// A tuple or list of whole numbers.
  func integers(_ value: PickleValue) -> [Int]? {
    guard let elements = elements(value) else { return nil }
    let integers = elements.compactMap(\.int)
    return integers.count == elements.count ? integers : nil
  }
}

/// One entry of a dictionary.
struct PickleEntry: Sendable {
  let key: PickleValue
  var value: PickleValue
}

/// An instance that was not built: its class's name and the data it would have been given.
struct PickleObject: Sendable {
  let global: Int
  let arguments: PickleValue
  var state: PickleValue = .none
  var entries: [PickleEntry] = []
}

/// A global that a pickle names, and what became of it.
public struct PickleGlobalUse: Hashable, Sendable {
  /// `collections.OrderedDict`.
  public let name: String
  /// What this program does with it.
  public let verdict: Verdict
  /// Where the pickle first names it, counted from the start of the file or, in an archive, of the entry.
  public let offset: Int

  /// What this program does with a global.
  public enum Verdict: String, Hashable, Sendable {
    /// Its result is rebuilt here: tensors, storages, ordered dictionaries.
    case built
    /// Known data that is skipped, not built.
    case skipped
    /// An unknown class: its data is skipped, calling it is refused.
    case unknown
    /// Not touched: the file is refused.
    case refused
  }
}

/// A storage that tensors view.
struct TorchStorage: Sendable {
  let key: String
  /// Nil for an untyped storage, whose count is in bytes.
  let type: ElementType?
  let count: Int
  /// Elements to skip in the stored data (legacy views).
  var viewOffset = 0
}

/// A tensor of PyTorch before its bytes are found.
struct TorchTensor: Sendable {
  let storage: Int
  let type: ElementType
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}
