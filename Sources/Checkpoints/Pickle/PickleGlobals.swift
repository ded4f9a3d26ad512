extension PickleMachine {
  /// Performs an operation that names, calls or instantiates a global.
  ///
  /// In Python these operations can execute code; here they consult `PicklePolicy` and build data.
  mutating func performGlobalOperation(
    _ operation: PickleOperation, at offset: Int
  ) throws(CheckpointError) {
    switch operation {
    case .global:
      let module = try cursor.line()
      stack.append(try global(module: text(module), name: text(try cursor.line()), at: offset))
    case .stackGlobal:
      let name = try pop(at: offset)
      guard let name = name.string, let module = try pop(at: offset).string else {
        throw broken(offset, "a global's module and name must be strings")
      }
      stack.append(try global(module: module, name: name, at: offset))
    case .inst:
      let module = try cursor.line()
      let callee = try global(module: text(module), name: text(try cursor.line()), at: offset)
      let arguments = try popToMark(at: offset)
      stack.append(try call(callee, arguments, at: offset))
    case .obj:
      let values = try popToMark(at: offset)
      guard let callee = values.first else { throw broken(offset, "an instance needs a class") }
      stack.append(try call(callee, Array(values.dropFirst()), at: offset))
    case .reduce:
      let arguments = try pop(at: offset)
      stack.append(try call(try pop(at: offset), try tuple(arguments, offset), at: offset))
    case .newObj:
      let arguments = try pop(at: offset)
      stack.append(try instance(try pop(at: offset), arguments, at: offset))
    case .newObjEx:
      _ = try pop(at: offset)
      let arguments = try pop(at: offset)
      stack.append(try instance(try pop(at: offset), arguments, at: offset))
    case .build:
      let state = try pop(at: offset)
      try build(try top(at: offset), state, at: offset)
    case .binPersid:
      stack.append(try persistent(try pop(at: offset), at: offset))
    default:
      throw .refusedOpcode(operation.rawValue, offset: offset)
    }
  }

  private func text(_ range: Range<Int>) -> String { cursor.bytes.text(range) }

  private func tuple(
    _ value: PickleValue, _ offset: Int
  ) throws(CheckpointError) -> [PickleValue] {
    guard case .tuple(let index) = value else {
      throw broken(offset, "a call's arguments must be a tuple")
    }
    return heap.sequences[index]
  }

  private mutating func global(
    module: String, name: String, at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    try budget.allocate(textOf: 2 * (module.utf8.count + name.utf8.count))
    let full = "\(module).\(name)"
    if let known = globalIndices[full] { return .global(known) }
    let verdict = PicklePolicy.verdict(module: module, name: name)
    try budget.allocate(2, of: PickleGlobalUse.self)
    heap.globals.append(PickleGlobalUse(name: full, verdict: verdict, offset: offset))
    globalIndices[full] = heap.globals.count - 1
    guard verdict != .refused || isSurvey else {
      if let sign = quantizedSign(full) { throw .foreign(ForeignFormat(.quantised, sign: sign)) }
      throw .refusedGlobal(full, offset: offset)
    }
    return .global(heap.globals.count - 1)
  }

  /// The class that shows a quantised network, if the refused global `name` belongs to one.
  private func quantizedSign(_ name: String) -> String? {
    if ["torch.QInt8Storage", "torch.QUInt8Storage", "torch.QInt32Storage"].contains(name) {
      return name
    }
    guard name == "torch.ScriptObject" else { return nil }
    return heap.globals.map(\.name).first { $0.contains(".quantized.") }
  }

  /// The result of a call: rebuilt data, or an inert object for a skipped global.
  private mutating func call(
    _ callee: PickleValue, _ arguments: [PickleValue], at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    guard case .global(let index) = callee else {
      if isSurvey { return .none }
      throw uncallable(callee, at: offset)
    }
    let use = heap.globals[index]
    if let builder = PicklePolicy.builders[use.name] {
      return try build(builder, global: index, arguments, at: offset)
    }
    guard use.verdict == .skipped || isSurvey else {
      throw .refusedGlobal(use.name, offset: offset)
    }
    return try object(index, .tuple(heap.sequence(arguments)))
  }

  /// The error for a call of a value other than a global; for an object it names its class.
  private func uncallable(_ callee: PickleValue, at offset: Int) -> CheckpointError {
    if case .object(let index) = callee {
      return .refusedGlobal(heap.globals[heap.objects[index].global].name, offset: offset)
    }
    return broken(offset, "only a global may be called")
  }

  /// An instance that Python would create without calling its class (`__new__`): inert data.
  private mutating func instance(
    _ type: PickleValue, _ arguments: PickleValue, at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    guard case .global(let index) = type else { throw uncallable(type, at: offset) }
    switch PicklePolicy.builders[heap.globals[index].name] {
    case .orderedDictionary, .dictionary: return .dictionary(heap.dictionary())
    case .list: return .list(heap.sequence([]))
    case .set: return .set(heap.sequence([]))
    default: return try object(index, arguments)
    }
  }

  mutating func object(
    _ global: Int, _ arguments: PickleValue
  ) throws(CheckpointError) -> PickleValue {
    try budget.allocate(1, of: PickleObject.self)
    heap.objects.append(PickleObject(global: global, arguments: arguments))
    return .object(heap.objects.count - 1)
  }

  /// BUILD: sets an object's state; ignored for dictionaries, tensors, lists and sets.
  private mutating func build(
    _ target: PickleValue, _ state: PickleValue, at offset: Int
  ) throws(CheckpointError) {
    switch target {
    case .object(let index): heap.objects[index].state = state
    case .dictionary, .tensor, .list, .set: break
    case .global(let index) where !isSurvey:
      throw .refusedGlobal(heap.globals[index].name, offset: offset)
    case .global,
      .none where isSurvey:
      break
    default: throw broken(offset, "a state must be given to an object")
    }
  }
}
