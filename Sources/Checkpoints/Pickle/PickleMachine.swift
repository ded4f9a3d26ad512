/// Interprets the operations of a pickle (protocols 0 to 5) on inert values.
///
/// Work and memory are bounded by the budget of the file. Operations that import or call in
/// Python consult `PicklePolicy` and only build data.
/// Operations: https://github.com/python/cpython/blob/main/Lib/pickletools.py
struct PickleMachine {
  var cursor: ByteCursor
  var heap = PickleHeap()
  var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  var globalIndices: [String: Int] = [:]
  private var operations = 0
  /// True to record refused globals and continue instead of throwing.
  var isSurvey = false

  /// Limit of operations, above that of any real checkpoint.
  private static let operationLimit = 16 << 20

  /// Bytes that an operation may need: a value on the stack and in a container, which may grow.
  private static let operationSize = 2 * MemoryLayout<PickleValue>.stride

  /// Creates a machine for the pickle at the start of `range`.
  init(_ bytes: FileBytes, _ range: Range<Int>) {
    cursor = ByteCursor(bytes, range, of: "pickle")
  }

  /// Creates a machine for the next pickle in the same bytes.
  init(following cursor: ByteCursor) { self.cursor = cursor }

  /// What the file may take; all pickles of a file draw on it.
  var budget: ReadingBudget { cursor.bytes.budget }

  /// Counts a sequence of `count` values that is about to be made.
  func spend(values count: Int) throws(CheckpointError) {
    try budget.allocate(count, of: PickleValue.self)
  }

  /// Runs to STOP and returns the value on top of the stack.
  mutating func run() throws(CheckpointError) -> PickleValue {
    while true {
      let offset = cursor.offset
      let code = try cursor.next(UInt8.self)
      operations += 1
      guard operations <= Self.operationLimit else {
        throw .tooLarge(
          "pickle", size: "more than \(Self.operationLimit) operations", limit: Self.operationLimit)
      }
      guard let operation = PickleOperation(rawValue: code) else {
        throw .refusedOpcode(code, offset: offset)
      }
      try budget.allocate(Self.operationSize)
      if operation == .stop { return try pop(at: offset) }
      try perform(operation, at: offset)
    }
  }

  private mutating func perform(
    _ operation: PickleOperation, at offset: Int
  ) throws(CheckpointError) {
    switch operation {
    case .stop: break
    case .proto: _ = try cursor.next(UInt8.self)
    case .frame: _ = try cursor.length(UInt64.self)
    case .mark: marks.append(stack.count)
    case .pop: try discard(at: offset)
    case .popMark: _ = try popToMark(at: offset)
    case .dup: stack.append(try top(at: offset))
    case .put, .binput, .longBinput, .memoize, .get, .binget, .longBinget:
      try useMemo(operation, at: offset)
    case .list, .tuple, .dict, .emptyList, .emptyTuple, .emptyDict, .emptySet, .frozenSet, .tuple1,
      .tuple2, .tuple3:
      try buildContainer(operation, at: offset)
    case .append, .appends, .addItems, .setItem, .setItems:
      try fillContainer(operation, at: offset)
    case .global, .stackGlobal, .inst, .obj, .newObj, .newObjEx, .reduce, .build, .persid,
      .binPersid:
      try performGlobalOperation(operation, at: offset)
    default:
      stack.append(try scalar(operation, at: offset))
    }
  }

  // MARK: The stack

  /// The error for a broken `rule` at `offset`.
  func broken(_ offset: Int, _ rule: String) -> CheckpointError {
    .malformed("pickle", offset: offset, rule: rule)
  }

  mutating func pop(at offset: Int) throws(CheckpointError) -> PickleValue {
    guard stack.count > (marks.last ?? 0), let value = stack.popLast() else {
      throw broken(offset, "an operation needs a value on the stack")
    }
    return value
  }

  func top(at offset: Int) throws(CheckpointError) -> PickleValue {
    guard stack.count > (marks.last ?? 0), let value = stack.last else {
      throw broken(offset, "an operation needs a value on the stack")
    }
    return value
  }

  mutating func popToMark(at offset: Int) throws(CheckpointError) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw broken(offset, "an operation needs a mark") }
    try spend(values: stack.count - mark)
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  /// POP: removes the top value, or the top mark if no value is above it.
  private mutating func discard(at offset: Int) throws(CheckpointError) {
    if let mark = marks.last, mark == stack.count {
      marks.removeLast()
    } else {
      _ = try pop(at: offset)
    }
  }

  private mutating func useMemo(
    _ operation: PickleOperation, at offset: Int
  ) throws(CheckpointError) {
    let key: Int
    switch operation {
    case .binput, .binget: key = Int(try cursor.next(UInt8.self))
    case .longBinput, .longBinget: key = Int(try cursor.next(UInt32.self))
    case .memoize: key = memo.count
    default: key = try decimal(at: offset)
    }
    switch operation {
    case .get, .binget, .longBinget:
      guard let value = memo[key] else { throw broken(offset, "memo \(key) must have been stored") }
      stack.append(value)
    default:
      try budget.allocate(1, of: (Int, PickleValue).self)
      memo[key] = try top(at: offset)
    }
  }

  /// The decimal number in `line`.
  func number(_ line: Range<Int>, at offset: Int) throws(CheckpointError) -> Int {
    guard let value = Int(cursor.bytes.text(line)) else {
      throw broken(offset, "a decimal number must stand here")
    }
    return value
  }

  private mutating func decimal(at offset: Int) throws(CheckpointError) -> Int {
    try number(try cursor.line(), at: offset)
  }

  // MARK: Containers

  private mutating func buildContainer(
    _ operation: PickleOperation, at offset: Int
  ) throws(CheckpointError) {
    let value: PickleValue
    try spend(values: 3)
    switch operation {
    case .list: value = .list(heap.sequence(try popToMark(at: offset)))
    case .tuple: value = .tuple(heap.sequence(try popToMark(at: offset)))
    case .frozenSet: value = .set(heap.sequence(try popToMark(at: offset)))
    case .dict: value = .dictionary(heap.dictionary(try entries(popToMark(at: offset), offset)))
    case .emptyList: value = .list(heap.sequence([]))
    case .emptyTuple: value = .tuple(heap.sequence([]))
    case .emptySet: value = .set(heap.sequence([]))
    case .emptyDict: value = .dictionary(heap.dictionary())
    case .tuple1: value = .tuple(heap.sequence([try pop(at: offset)]))
    case .tuple2:
      let second = try pop(at: offset)
      value = .tuple(heap.sequence([try pop(at: offset), second]))
    default:
      let third = try pop(at: offset)
      let second = try pop(at: offset)
      value = .tuple(heap.sequence([try pop(at: offset), second, third]))
    }
    stack.append(value)
  }

  private func entries(
    _ values: [PickleValue], _ offset: Int
  ) throws(CheckpointError) -> [PickleEntry] {
    guard values.count.isMultiple(of: 2) else {
      throw broken(offset, "keys and values must come in pairs")
    }
    try spend(values: values.count)
    return stride(from: 0, to: values.count, by: 2).map {
      PickleEntry(key: values[$0], value: values[$0 + 1])
    }
  }

  private mutating func fillContainer(
    _ operation: PickleOperation, at offset: Int
  ) throws(CheckpointError) {
    let values: [PickleValue]
    switch operation {
    case .append: values = [try pop(at: offset)]
    case .setItem:
      let value = try pop(at: offset)
      values = [try pop(at: offset), value]
    default: values = try popToMark(at: offset)
    }
    switch (operation, try top(at: offset)) {
    case (.append, .list(let index)), (.appends, .list(let index)),
      (.addItems, .set(let index)):
      heap.sequences[index] += values
    case (.setItem, .dictionary(let index)), (.setItems, .dictionary(let index)):
      heap.dictionaries[index] += try entries(values, offset)
    case (.setItem, .object(let index)), (.setItems, .object(let index)):
      heap.objects[index].entries += try entries(values, offset)
    case (.append, .object), (.appends, .object), (.addItems, .object):
      // Elements of a skipped object of a list or set subclass are dropped.
      break
    default:
      throw broken(offset, "items must be added to a list, a set or a dictionary")
    }
  }
}
