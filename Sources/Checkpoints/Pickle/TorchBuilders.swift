extension PickleMachine {
  /// Builds the value of a call of a known global: storages, tensors, dictionaries.
  mutating func build(
    _ builder: PicklePolicy.Builder, global: Int, _ arguments: [PickleValue], at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    if let copied = arguments.first.flatMap(heap.elements) {
      try spend(values: 2 * copied.count)
    }
    switch builder {
    case .orderedDictionary, .dictionary:
      return .dictionary(heap.dictionary(pairs(arguments.first)))
    case .list: return .list(heap.sequence(arguments.first.flatMap(heap.elements) ?? []))
    case .set: return .set(heap.sequence(arguments.first.flatMap(heap.elements) ?? []))
    case .size: return arguments.first ?? .tuple(heap.sequence([]))
    case .tensor: return try tensor(arguments, type: nil, at: offset)
    case .tensorWithType: return try tensorWithType(arguments, at: offset)
    case .tensorFromType: return try tensorFromType(arguments, at: offset)
    case .parameter:
      guard let data = arguments.first else { throw broken(offset, "a parameter needs a tensor") }
      return data
    case .reconstructor:
      guard case .global(let index)? = arguments.first else {
        throw broken(offset, "an instance needs a class")
      }
      return try object(index, arguments.last ?? .none)
    case .encodedBytes, .storage, .elementType:
      return try object(global, .tuple(heap.sequence(arguments)))
    }
  }

  /// The entries of a list of (key, value) pairs; other elements are dropped.
  private func pairs(_ list: PickleValue?) -> [PickleEntry] {
    (list.flatMap(heap.elements) ?? []).compactMap { pair in
      guard let elements = heap.elements(pair), elements.count == 2 else { return nil }
      return PickleEntry(key: elements[0], value: elements[1])
    }
  }

  /// Builds a tensor from `(storage, offset, shape, strides, …)`.
  private mutating func tensor(
    _ arguments: [PickleValue], type: ElementType?, at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    // Tensors may share their tuples, but each has its own copy.
    for place in [2, 3] where arguments.indices.contains(place) {
      let extents = heap.elements(arguments[place])?.count ?? 0
      guard extents <= StoredTensor.axisLimit else {
        throw .unsupported("pickle", feature: "a tensor of \(extents) axes")
      }
      try budget.allocate(2 * extents, of: Int.self)
    }
    guard arguments.count >= 4, case .storage(let storage) = arguments[0],
      let first = arguments[1].int, let shape = heap.integers(arguments[2]),
      let strides = heap.integers(arguments[3]),
      let elementType = type ?? heap.storages[storage].type
    else {
      throw broken(offset, "a tensor must have a storage, an offset, a shape and strides")
    }
    let (start, overflows) = first.addingReportingOverflow(heap.storages[storage].viewOffset)
    guard !overflows, shape.count == strides.count, shape.checkedProduct != nil else {
      throw broken(offset, "a tensor's shape and strides must be of equal length and not overflow")
    }
    try budget.allocate(1, of: TorchTensor.self)
    heap.tensors.append(
      TorchTensor(
        storage: storage, type: elementType, offset: start, shape: shape, strides: strides))
    return .tensor(heap.tensors.count - 1)
  }

  /// `_rebuild_tensor_v3`: the element type is argument 6.
  private mutating func tensorWithType(
    _ arguments: [PickleValue], at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    guard arguments.count >= 7, case .global(let index) = arguments[6],
      case .elementType(let type)? = PicklePolicy.builders[heap.globals[index].name]
    else { throw broken(offset, "a tensor must have an element type") }
    return try tensor(arguments, type: type, at: offset)
  }

  /// `_rebuild_from_type_v2(function, class, arguments, state)`; class and state are ignored.
  private mutating func tensorFromType(
    _ arguments: [PickleValue], at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    guard arguments.count >= 3, case .global(let index) = arguments[0],
      let inner = heap.elements(arguments[2])
    else { throw broken(offset, "a tensor must say how it is built") }
    switch PicklePolicy.builders[heap.globals[index].name] {
    case .tensor: return try tensor(inner, type: nil, at: offset)
    case .tensorWithType: return try tensorWithType(inner, at: offset)
    case .parameter: return inner.first ?? .none
    default:
      guard heap.globals[index].verdict == .skipped else {
        guard isSurvey else {
          throw .refusedGlobal(heap.globals[index].name, offset: offset)
        }
        return .none
      }
      return try object(index, arguments[2])
    }
  }

  /// The value of a persistent identifier: `('storage', class, key, location, count[, view])`.
  ///
  /// Old files with whole models also have `('module', class, source text, …)`.
  mutating func persistent(
    _ identifier: PickleValue, at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    guard let fields = heap.elements(identifier), let kind = fields.first?.string else {
      throw broken(offset, "a persistent identifier must be a tuple that begins with its kind")
    }
    if kind == "module", fields.count >= 2 { return fields[1] }
    guard kind == "storage", fields.count >= 5, case .global(let type) = fields[1],
      case .storage(let elementType)? = PicklePolicy.builders[heap.globals[type].name],
      let key = fields[2].string, let count = fields[4].int, count >= 0
    else { throw broken(offset, "a storage must have a type, a key, a location and a length") }
    var storage = TorchStorage(key: key, type: elementType, count: count)
    if fields.count > 5, let view = heap.elements(fields[5]), view.count >= 2 {
      storage.viewOffset = view[1].int ?? 0
    }
    try budget.allocate(1, of: TorchStorage.self)
    heap.storages.append(storage)
    return .storage(heap.storages.count - 1)
  }
}
