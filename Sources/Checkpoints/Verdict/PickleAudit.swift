/// Follows one pickle as Python would, without values, and lists what it would import and call.
///
/// Unlike `PickleMachine` it accepts every global, because it answers what other programs do.
/// After an operation that Python does not know or can't do, Python stops, and so does the audit.
struct PickleAudit {
  /// A global that the pickle names.
  struct Global {
    let module: String
    let name: String
    let offset: Int
    var isCalled = false

    var full: String { "\(module).\(name)" }
    var isAllowed: Bool { WeightsOnly.allows(module: module, name: name) }
  }

  /// Why the audit ended before STOP.
  enum Break: Hashable {
    case truncated
    case unknownOperation(UInt8)
    case emptyStack
    case tooManySteps
    case tooManyNames
  }

  /// The globals in the order of their first use.
  private(set) var globals: [Global] = []
  /// Offsets of calls of computed values and of computed names.
  private(set) var computed: [(kind: CodeFinding.Kind, offset: Int)] = []
  /// Byte strings and texts that may hold another file, as ranges of the bytes.
  private(set) var inner: [(range: Range<Int>, isText: Bool)] = []
  /// The first operation that `weights_only` refuses.
  private(set) var unsupported: (operation: PickleOperation, offset: Int)?
  /// The reason and the offset of the break; nil if STOP was reached.
  private(set) var broken: (reason: Break, offset: Int)?
  /// The value of a first `LONG1`, which is a legacy file's magic number.
  private(set) var firstNumber: Range<Int>?
  private(set) var cursor: ByteCursor
  private(set) var steps = 0
  private var state = PickleTrace()
  private var indices: [String: Int] = [:]

  /// Most globals and most byte strings that are kept; checkpoints have dozens.
  private static let (nameLimit, innerLimit) = (4096, 4096)

  /// Runs to STOP or a break, in at most `limit` steps.
  init(_ bytes: FileBytes, _ range: Range<Int>, limit: Int) {
    cursor = ByteCursor(bytes, range, of: "pickle")
    while broken == nil, follow(limit) {}
  }

  /// Follows one operation; false behind STOP and at a break.
  private mutating func follow(_ limit: Int) -> Bool {
    let offset = cursor.offset
    guard steps < limit else { return stop(.tooManySteps, offset) }
    steps += 1
    guard let code = try? cursor.next(UInt8.self) else { return stop(.truncated, offset) }
    guard let operation = PickleOperation(rawValue: code) else {
      return stop(.unknownOperation(code), offset)
    }
    if unsupported == nil, !WeightsOnly.operations.contains(operation) {
      unsupported = (operation, offset)
    }
    guard let argument = PickleArgument(of: operation).take(&cursor) else {
      return stop(.truncated, offset)
    }
    steps += argument.count >> 6
    if operation == .stop { return state.top != nil ? false : stop(.emptyStack, offset) }
    return perform(operation, argument, at: offset)
  }

  /// True if the pickle ended with STOP.
  var isWhole: Bool { broken == nil }

  /// True if it grows beyond the limits of `PickleTrace`.
  var isExcessive: Bool { state.isExcessive || steps > 1_000_000 }

  private mutating func stop(_ reason: Break, _ offset: Int) -> Bool {
    broken = (reason, offset)
    return false
  }

  private mutating func perform(
    _ operation: PickleOperation, _ argument: Range<Int>, at offset: Int
  ) -> Bool {
    note(operation, argument)
    switch operation {
    case .global: if let index = name(argument, offset) { state.push(.global(index)) }
    case .inst:
      let callee = name(argument, offset)
      guard state.popToMark() != nil else { return stop(.emptyStack, offset) }
      call(callee.map { .global($0) } ?? .other, offset)
    case .stackGlobal:
      guard let name = state.pop(), let module = state.pop() else {
        return stop(.emptyStack, offset)
      }
      state.push(global(module, name, at: offset))
    case .obj:
      guard let callee = state.popToMark() else { return stop(.emptyStack, offset) }
      call(callee ?? .other, offset)
    case .reduce, .newObj, .newObjEx:
      guard state.drop(operation == .newObjEx ? 2 : 1), let callee = state.pop() else {
        return stop(.emptyStack, offset)
      }
      call(callee, offset)
    case .build:
      guard state.drop(1), let target = state.top else { return stop(.emptyStack, offset) }
      if case .global = target, computed.count < Self.nameLimit {
        computed.append((.changedClass, offset))
      }
    default:
      let number = cursor.bytes.memoKey(operation, argument)
      guard state.perform(operation, offset: offset, memoKey: number) else {
        return stop(.emptyStack, offset)
      }
    }
    state.count(operation)
    return broken == nil
  }

  private mutating func note(_ operation: PickleOperation, _ argument: Range<Int>) {
    switch operation {
    case .long1 where firstNumber == nil && globals.isEmpty: firstNumber = argument
    case .binBytes, .shortBinBytes, .binBytes8, .byteArray8, .binString, .shortBinString:
      if inner.count < Self.innerLimit, argument.count >= 4 { inner.append((argument, false)) }
    case .binUnicode, .shortBinUnicode, .binUnicode8:
      // Bytes of protocol 2 are written as text, one character a byte: 0x80 is C2 80.
      if inner.count < Self.innerLimit, argument.count >= 4, cursor.bytes.isText(argument) {
        inner.append((argument, true))
      }
    default: break
    }
  }

  private mutating func call(_ callee: PickleTrace.Symbol, _ offset: Int) {
    if case .global(let index) = callee {
      globals[Int(index)].isCalled = true
    } else if computed.count < Self.nameLimit {
      computed.append((.computedCall, offset))
    }
    state.push(.other)
  }

  /// The global that two lines name.
  private mutating func name(_ lines: Range<Int>, _ offset: Int) -> UInt32? {
    let bytes = cursor.bytes
    let feed = lines.first { bytes.buffer[$0] == 0x0A } ?? lines.upperBound
    let module = bytes.text(lines.lowerBound..<feed)
    return global(module, bytes.text(min(feed + 1, lines.upperBound)..<lines.upperBound), offset)
  }

  /// The global that two values on the stack name.
  private mutating func global(
    _ module: PickleTrace.Symbol, _ name: PickleTrace.Symbol, at offset: Int
  ) -> PickleTrace.Symbol {
    if case .text(let first) = module, case .text(let second) = name {
      if state.directTexts < 2, computed.count < Self.nameLimit {
        computed.append((.computedName, offset))
      }
      return global(text(first), text(second), offset).map { .global($0) } ?? .other
    }
    if computed.count < Self.nameLimit { computed.append((.computedName, offset)) }
    return .other
  }

  private mutating func global(_ module: String, _ name: String, _ offset: Int) -> UInt32? {
    let key = "\(module)\n\(name)"
    if let known = indices[key] { return UInt32(known) }
    guard globals.count < Self.nameLimit else {
      broken = (.tooManyNames, offset)
      return nil
    }
    globals.append(Global(module: module, name: name, offset: offset))
    indices[key] = globals.count - 1
    return UInt32(globals.count - 1)
  }

  /// The text of the operation at `offset`.
  private func text(_ offset: UInt32) -> String {
    var place = ByteCursor(cursor.bytes, Int(offset)..<cursor.end, of: "pickle")
    guard let operation = (try? place.next(UInt8.self)).flatMap(PickleOperation.init),
      let range = PickleArgument(of: operation).take(&place)
    else { return "" }
    let text = cursor.bytes.text(range)
    return operation == .string ? String(text.dropFirst().dropLast()) : text
  }
}

extension FileBytes {
  /// The key of an operation on the memo; nil for other operations.
  fileprivate func memoKey(_ operation: PickleOperation, _ argument: Range<Int>) -> Int? {
    switch operation {
    case .binput, .binget: Int(load(UInt8.self, at: argument.lowerBound))
    case .longBinput, .longBinget: Int(load(UInt32.self, at: argument.lowerBound))
    case .put, .get: argument.count < 20 ? Int(text(argument)) : nil
    default: nil
    }
  }

  /// True if text in `range` may hold the bytes of a pickle, one character a byte.
  fileprivate func isText(_ range: Range<Int>) -> Bool {
    buffer[range.lowerBound] == 0xC2 && buffer[range.lowerBound + 1] == 0x80
      && buffer[range.lowerBound + 2] <= 5
  }
}
