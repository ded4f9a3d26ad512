/// Texts, numbers and class names beside the tensors of a PyTorch file.
///
/// Dictionaries, lists and the fields of objects are walked as data; modules are not.
struct TorchFacts {
  /// Values by dotted key: `arch`, `args.gp`, `cfg.model.name`; those of lists joined by commas.
  private(set) var metadata: [String: String] = [:]
  /// Lists of class names in file order.
  private(set) var labels: [[String]] = []

  private static let depthLimit = 6
  private static let countLimit = 1024
  private static let textLimit = 256

  private let heap: PickleHeap
  private let budget: ReadingBudget
  private var seen: Set<Int> = []
  private var visits = 0

  init(
    _ root: PickleValue, in heap: PickleHeap, budget: ReadingBudget
  ) throws(CheckpointError) {
    self.heap = heap
    self.budget = budget
    try visit(root, path: "", depth: 0)
  }

  private mutating func visit(
    _ value: PickleValue, path: String, depth: Int
  ) throws(CheckpointError) {
    guard depth <= Self.depthLimit else { return }
    for (key, value) in try fields(value) {
      visits += 1
      guard visits <= 64 * Self.countLimit else { return }
      guard key.utf8.count <= Self.textLimit else { continue }
      let full = path.isEmpty ? key : "\(path).\(key)"
      let plain = try plain(value)
      if ClassLabels.keys.contains(key), let names = try classNames(plain) { labels.append(names) }
      if let text = try text(plain) {
        guard metadata.count < Self.countLimit else { continue }
        metadata[full] = text
        // Keys of outer dictionaries are also known without a path.
        if depth == 1, metadata[key] == nil { metadata[key] = text }
      } else {
        try visit(plain, path: full, depth: depth + 1)
      }
    }
  }

  /// The entries of a dictionary or the fields of an object, each container only once.
  private mutating func fields(
    _ value: PickleValue
  ) throws(CheckpointError) -> [(String, PickleValue)] {
    switch value {
    case .dictionary(let index):
      guard seen.insert(index).inserted, heap.dictionaries[index].count <= Self.countLimit * 8
      else { return [] }
      return try named(heap.dictionaries[index])
    case .object(let index):
      let object = heap.objects[index]
      guard case .dictionary(let state) = object.state else { return try named(object.entries) }
      let fields = try named(heap.dictionaries[state])
      guard seen.insert(state).inserted, !fields.contains(where: { $0.0 == "_parameters" }) else {
        return []
      }
      // omegaconf keeps a dictionary's entries in the field `_content`.
      if let content = fields.first(where: { $0.0 == "_content" }),
        case .dictionary(let entries) = content.1
      {
        return try named(heap.dictionaries[entries])
      }
      return try named(object.entries) + fields
    default: return []
    }
  }

  private func named(
    _ entries: [PickleEntry]
  ) throws(CheckpointError) -> [(String, PickleValue)] {
    try budget.take(entries.count)
    return entries.compactMap { entry in entry.key.string.map { ($0, entry.value) } }
  }

  /// The value in one of omegaconf's nodes; other values unchanged.
  private func plain(_ value: PickleValue) throws(CheckpointError) -> PickleValue {
    guard case .object(let index) = value, case .dictionary(let state) = heap.objects[index].state
    else { return value }
    try budget.take(heap.dictionaries[state].count)
    return heap.dictionaries[state].first { $0.key.string == "_val" }?.value ?? value
  }

  /// A scalar, or a list of scalars, as text.
  private func text(_ value: PickleValue) throws(CheckpointError) -> String? {
    switch value {
    case .string(let text): return text.utf8.count <= Self.textLimit ? text : nil
    case .int(let number): return String(number)
    case .float(let number): return "\(number)"
    case .bool(let flag): return flag ? "true" : "false"
    case .tuple(let index), .list(let index):
      let elements = heap.sequences[index]
      guard !elements.isEmpty, elements.count <= 8 else { return nil }
      var texts: [String] = []
      for element in elements {
        switch try plain(element) {
        case .tuple, .list: return nil
        case let scalar:
          guard let text = try text(scalar) else { return nil }
          texts.append(text)
        }
      }
      return texts.joined(separator: ",")
    default: return nil
    }
  }

  /// Names by index: a list of texts, a dictionary from index to name or from name to index.
  private func classNames(_ value: PickleValue) throws(CheckpointError) -> [String]? {
    if let elements = heap.elements(value) {
      try budget.allocate(elements.count, of: String.self)
      var names: [String] = []
      for element in elements {
        if let name = try plain(element).string { names.append(name) }
      }
      return !names.isEmpty && names.count == elements.count ? names : nil
    }
    let entries: [PickleEntry]
    switch value {
    case .dictionary(let index): entries = heap.dictionaries[index]
    case .object(let index): entries = heap.objects[index].entries
    default: return nil
    }
    guard !entries.isEmpty, entries.count <= 1 << 20 else { return nil }
    try budget.allocate(entries.count, of: String?.self)
    var names = [String?](repeating: nil, count: entries.count)
    for entry in entries {
      let value = try plain(entry.value)
      let pair: (Int, String)? =
        if let name = entry.key.string, let index = value.int {
          (index, name)
        } else if let name = value.string,
          let index = entry.key.int ?? entry.key.string.flatMap({ Int($0) })
        {
          (index, name)
        } else {
          nil
        }
      guard let (index, name) = pair, names.indices.contains(index), names[index] == nil else {
        return nil
      }
      names[index] = name
    }
    return names.compactMap { $0 }
  }
}

extension ClassLabels {
  /// Keys under which training scripts save class names.
  static let keys: Set<String> = [
    "class_to_idx", "idx_to_class", "classes", "class_names", "label_names", "labels",
    "categories", "id2label", "label2id", "class_map", "CLASSES",
  ]
}
