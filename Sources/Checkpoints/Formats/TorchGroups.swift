/// Finds the tensor dictionaries in the root value of a PyTorch pickle.
///
/// The root is a state dictionary, a dictionary with one or more state dictionaries, or a module,
/// whose parameters are in the states of skipped objects.
struct TorchGroups {
  /// A tensor dictionary; `tensor` is an index into `PickleHeap.tensors`.
  struct Group {
    let path: String
    let tensors: [(name: String, tensor: Int)]
  }

  /// Longest accepted key in bytes, since paths are joined from keys; real ones are much shorter.
  private static let longestKey = 512

  private let heap: PickleHeap
  private let budget: ReadingBudget
  private(set) var groups: [Group] = []
  /// The modules of whole networks by the path of their group.
  private(set) var modules: [String: TorchModule] = [:]
  /// The pooling of timm's modules by dotted name: `global_pool.pool_type`.
  private(set) var poolings: [String: String] = [:]
  private var seenDictionaries: Set<Int> = []
  private var seenObjects: Set<Int> = []

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
    guard depth <= 8 else { return }
    switch value {
    case .dictionary(let index):
      guard seenDictionaries.insert(index).inserted else { return }
      try visit(heap.dictionaries[index], path: path, depth: depth)
    case .object(let index):
      guard !seenObjects.contains(index) else { return }
      var tensors: [(String, Int)] = []
      try collectModule(index, prefix: "", into: &tensors, depth: 0)
      if !tensors.isEmpty {
        groups.append(Group(path: path, tensors: unique(tensors)))
        modules[path] = try TorchModule(index, in: heap, budget: budget)
      } else {
        try visit(heap.objects[index].entries, path: path, depth: depth)
      }
    default: break
    }
  }

  private mutating func visit(
    _ entries: [PickleEntry], path: String, depth: Int
  ) throws(CheckpointError) {
    try budget.allocate(entries.count, of: (String, Int).self)
    var tensors: [(String, Int)] = []
    for entry in entries {
      guard let key = entry.key.string, key.utf8.count <= Self.longestKey else { continue }
      if case .tensor(let index) = entry.value { tensors.append((key, index)) }
    }
    if !tensors.isEmpty { groups.append(Group(path: path, tensors: unique(tensors))) }
    for entry in entries {
      guard let key = entry.key.string, key.utf8.count <= Self.longestKey else { continue }
      switch entry.value {
      case .dictionary, .object:
        try budget.allocate(textOf: path.utf8.count + key.utf8.count + 1)
        try visit(entry.value, path: path.isEmpty ? key : "\(path).\(key)", depth: depth + 1)
      default: continue
      }
    }
  }

  /// Collects parameters and buffers of a module and its submodules; each object only once.
  private mutating func collectModule(
    _ index: Int, prefix: String, into tensors: inout [(String, Int)], depth: Int
  ) throws(CheckpointError) {
    guard depth <= 32, seenObjects.insert(index).inserted else { return }
    guard case .dictionary(let attributes) = heap.objects[index].state else { return }
    for attribute in heap.dictionaries[attributes] {
      try budget.take()
      if attribute.key.string == "pool_type", let pooling = attribute.value.string {
        poolings[prefix + "pool_type"] = pooling
      }
      guard let name = attribute.key.string, case .dictionary(let members) = attribute.value else {
        continue
      }
      for member in heap.dictionaries[members] {
        try budget.take()
        guard let key = member.key.string, key.utf8.count <= Self.longestKey else { continue }
        switch (name, member.value) {
        case ("_parameters", .tensor(let tensor)), ("_buffers", .tensor(let tensor)):
          // Modules may share their parameters, but each name is of its own.
          try budget.allocate(1, of: (String, Int).self)
          try budget.allocate(textOf: prefix.utf8.count + key.utf8.count)
          tensors.append((prefix + key, tensor))
        case ("_modules", .object(let module)):
          try budget.allocate(textOf: prefix.utf8.count + key.utf8.count + 1)
          try collectModule(
            module, prefix: prefix + key + ".", into: &tensors, depth: depth + 1)
        default: break
        }
      }
    }
  }

  /// Removes duplicate keys; the last value of a key counts, as in Python.
  private func unique(_ tensors: [(String, Int)]) -> [(name: String, tensor: Int)] {
    var last: [String: Int] = [:]
    for (name, tensor) in tensors { last[name] = tensor }
    guard last.count < tensors.count else { return tensors.map { (name: $0.0, tensor: $0.1) } }
    var seen: Set<String> = []
    return tensors.compactMap { name, _ in
      guard seen.insert(name).inserted, let tensor = last[name] else { return nil }
      return (name: name, tensor: tensor)
    }
  }
}

extension CheckpointContents {
  /// Collects the tensor dictionaries below `root`; `storage` returns the bytes of a storage.
  init(
    format: CheckpointFormat, root: PickleValue, heap: PickleHeap, budget: ReadingBudget,
    storage: (TorchStorage) throws(CheckpointError) -> TensorBytes
  ) throws(CheckpointError) {
    for global in heap.globals {
      let isQuantised = ["torch.ao.nn.quantized.", "torch.nn.quantized.", "torch.ao.nn.intrinsic."]
        .contains { global.name.hasPrefix($0) }
      if isQuantised || global.name == "torch._utils._rebuild_qtensor" {
        throw .unsupported("PyTorch file", feature: "quantised layers (\(global.name))")
      }
    }
    let found = try TorchGroups(root, in: heap, budget: budget)
    var groups: [TensorGroup] = []
    for group in found.groups {
      var tensors: [StoredTensor] = []
      for (name, index) in group.tensors {
        let tensor = heap.tensors[index]
        // Tensors may share a storage, and each counts as if it were alone.
        let bytes = try storage(heap.storages[tensor.storage])
        tensors.append(
          try StoredTensor(
            name: name, shape: tensor.shape, type: tensor.type, strides: tensor.strides,
            offset: tensor.offset, bytes: bytes))
        if case .packed = bytes { try budget.allocate(4 * (tensors.last?.count ?? 0)) }
      }
      groups.append(TensorGroup(path: group.path, tensors: tensors))
    }
    let facts = try TorchFacts(root, in: heap, budget: budget)
    self.init(
      format: format, groups: groups, metadata: facts.metadata.merging(found.poolings) { $1 },
      globals: heap.globals)
    labels = facts.labels
    modules = found.modules
  }
}
