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
  private(set) var groups: [Group] = []
  /// The modules of whole networks by the path of their group.
  private(set) var modules: [String: TorchModule] = [:]
  /// The pooling of timm's modules by dotted name: `global_pool.pool_type`.
  private(set) var poolings: [String: String] = [:]
  private var seenDictionaries: Set<Int> = []
  private var seenObjects: Set<Int> = []

  init(_ root: PickleValue, in heap: PickleHeap) {
    self.heap = heap
    visit(root, path: "", depth: 0)
  }

  private mutating func visit(_ value: PickleValue, path: String, depth: Int) {
    guard depth <= 8 else { return }
    switch value {
    case .dictionary(let index):
      guard seenDictionaries.insert(index).inserted else { return }
      visit(heap.dictionaries[index], path: path, depth: depth)
    case .object(let index):
      guard !seenObjects.contains(index) else { return }
      var tensors: [(String, Int)] = []
      collectModule(index, prefix: "", into: &tensors, depth: 0)
      if !tensors.isEmpty {
        groups.append(Group(path: path, tensors: unique(tensors)))
        modules[path] = TorchModule(index, in: heap)
      } else {
        visit(heap.objects[index].entries, path: path, depth: depth)
      }
    default: break
    }
  }

  private mutating func visit(_ entries: [PickleEntry], path: String, depth: Int) {
    var tensors: [(String, Int)] = []
    for entry in entries {
      guard let key = entry.key.string, key.utf8.count <= Self.longestKey else { continue }
      if case .tensor(let index) = entry.value { tensors.append((key, index)) }
    }
    if !tensors.isEmpty { groups.append(Group(path: path, tensors: unique(tensors))) }
    for entry in entries {
      guard let key = entry.key.string, key.utf8.count <= Self.longestKey else { continue }
      visit(entry.value, path: path.isEmpty ? key : "\(path).\(key)", depth: depth + 1)
    }
  }

  /// Collects parameters and buffers of a module and its submodules; each object only once.
  private mutating func collectModule(
    _ index: Int, prefix: String, into tensors: inout [(String, Int)], depth: Int
  ) {
    guard depth <= 32, seenObjects.insert(index).inserted else { return }
    guard case .dictionary(let attributes) = heap.objects[index].state else { return }
    for attribute in heap.dictionaries[attributes] {
      if attribute.key.string == "pool_type", let pooling = attribute.value.string {
        poolings[prefix + "pool_type"] = pooling
      }
      guard let name = attribute.key.string, case .dictionary(let members) = attribute.value else {
        continue
      }
      for member in heap.dictionaries[members] {
        guard let key = member.key.string, key.utf8.count <= Self.longestKey else { continue }
        switch (name, member.value) {
        case ("_parameters", .tensor(let tensor)), ("_buffers", .tensor(let tensor)):
          tensors.append((prefix + key, tensor))
        case ("_modules", .object(let module)):
          collectModule(module, prefix: prefix + key + ".", into: &tensors, depth: depth + 1)
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
    format: CheckpointFormat, root: PickleValue, heap: PickleHeap, fileSize: Int,
    storage: (TorchStorage) throws(CheckpointError) -> TensorBytes
  ) throws(CheckpointError) {
    for global in heap.globals {
      let isQuantised = ["torch.ao.nn.quantized.", "torch.nn.quantized.", "torch.ao.nn.intrinsic."]
        .contains { global.name.hasPrefix($0) }
      if isQuantised || global.name == "torch._utils._rebuild_qtensor" {
        throw .unsupported("PyTorch file", feature: "quantised layers (\(global.name))")
      }
    }
    let found = TorchGroups(root, in: heap)
    var total = 0
    let limit = (128 << 20) + 16 * fileSize
    var groups: [TensorGroup] = []
    for group in found.groups {
      var tensors: [StoredTensor] = []
      for (name, index) in group.tensors {
        let tensor = heap.tensors[index]
        // Tensors may share a storage, so their total size is limited too.
        let (size, overflows) = (tensor.shape.checkedProduct ?? 0)
          .multipliedReportingOverflow(by: tensor.type.size)
        total += overflows ? limit : min(size, limit)
        guard total <= limit else {
          throw .tooLarge("tensors", size: "more than \(limit) bytes", limit: limit)
        }
        tensors.append(
          try StoredTensor(
            name: name, shape: tensor.shape, type: tensor.type, strides: tensor.strides,
            offset: tensor.offset, bytes: try storage(heap.storages[tensor.storage])))
      }
      groups.append(TensorGroup(path: group.path, tensors: tensors))
    }
    let facts = TorchFacts(root, in: heap)
    self.init(
      format: format, groups: groups, metadata: facts.metadata.merging(found.poolings) { $1 },
      globals: heap.globals)
    labels = facts.labels
    modules = found.modules
  }
}
