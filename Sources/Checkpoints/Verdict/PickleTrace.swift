/// The stack and the memo of a pickle whose values are not kept, only their kind.
struct PickleTrace {
  /// What is known of a value.
  enum Symbol: Hashable {
    case other
    /// A text; the offset of the operation that pushes it.
    case text(UInt32)
    /// A global, by its index.
    case global(UInt32)
  }

  /// Texts that were pushed last, one after the other, with nothing but the memo between them.
  private(set) var directTexts = 0
  /// True once a text was stored in the memo later than it was pushed.
  private var storesOldText = false

  private var stack: [Symbol] = []
  private var marks: [Int32] = []
  /// Values by consecutive key, and the others.
  private var memo: [Symbol] = []
  private var sparse: [Int: Symbol] = [:]
  private var (gets, puts) = (0, 0)
  private var deepest = 0

  var top: Symbol? { stack.count > floor ? stack.last : nil }

  private var floor: Int { Int(marks.last ?? 0) }

  /// True beyond the sizes at which fickling gives up on a pickle as an expansion attack.
  ///
  /// Source: `InterpreterLimits` in `fickling/fickle.py` 0.1.12; state dictionaries stay far below.
  var isExcessive: Bool {
    deepest > 10_000 || memo.count + sparse.count > 100_000 || (puts > 0 && gets > 50 * puts)
  }

  mutating func push(_ symbol: Symbol) {
    stack.append(symbol)
    deepest = max(deepest, stack.count + marks.count)
  }

  mutating func pop() -> Symbol? { stack.count > floor ? stack.removeLast() : nil }

  /// Removes `count` values; false if there are fewer.
  mutating func drop(_ count: Int) -> Bool {
    guard stack.count - floor >= count else { return false }
    stack.removeLast(count)
    return true
  }

  /// Removes the values above the last mark and returns the first of them; nil without a mark.
  mutating func popToMark() -> Symbol?? {
    guard let mark = marks.popLast() else { return nil }
    let first = Int(mark) < stack.count ? stack[Int(mark)] : nil
    stack.removeSubrange(Int(mark)...)
    return .some(first)
  }

  /// Performs an operation that names and calls nothing; false if it lacks values.
  mutating func perform(_ operation: PickleOperation, offset: Int, memoKey: Int?) -> Bool {
    switch operation {
    case .proto, .frame: break
    case .mark:
      marks.append(Int32(truncatingIfNeeded: stack.count))
      deepest = max(deepest, stack.count + marks.count)
    case .pop:
      if let mark = marks.last, Int(mark) == stack.count {
        marks.removeLast()
      } else {
        return pop() != nil
      }
    case .popMark: return popToMark() != nil
    case .dup:
      guard let top else { return false }
      push(top)
    case .get, .binget, .longBinget: return get(memoKey)
    case .put, .binput, .longBinput: return memoKey.map { put($0) } ?? false
    // Python counts the values that are stored, whatever their keys are.
    case .memoize: return put(memo.count + sparse.count)
    case .list, .tuple, .dict, .frozenSet:
      guard popToMark() != nil else { return false }
      push(.other)
    case .tuple1, .tuple2, .tuple3:
      guard drop(operation == .tuple1 ? 1 : operation == .tuple2 ? 2 : 3) else { return false }
      push(.other)
    case .append: return drop(1) && top != nil
    case .setItem: return drop(2) && top != nil
    case .appends, .setItems, .addItems: return popToMark() != nil && top != nil
    case .persid: push(.other)
    case .binPersid:
      guard drop(1) else { return false }
      push(.other)
    case .string, .binString, .shortBinString, .unicode, .binUnicode, .shortBinUnicode,
      .binUnicode8:
      push(UInt32(exactly: offset).map { .text($0) } ?? .other)
    default: push(.other)
    }
    return true
  }

  /// Counts the texts that were pushed last, after `operation` was performed.
  ///
  /// Scanners read the name of STACK_GLOBAL from the operations before it. Where another operation
  /// is between them, they see another name than Python does.
  mutating func count(_ operation: PickleOperation) {
    switch operation {
    case .unicode, .binUnicode, .shortBinUnicode, .binUnicode8: directTexts += 1
    case .put, .binput, .longBinput, .memoize:
      if directTexts == 0, case .text? = top { storesOldText = true }
    case .get, .binget, .longBinget:
      if !storesOldText, case .text? = top { directTexts += 1 } else { directTexts = 0 }
    default: directTexts = 0
    }
  }

  private mutating func get(_ key: Int?) -> Bool {
    gets += 1
    guard let key, let value = memo.indices.contains(key) ? memo[key] : sparse[key] else {
      return false
    }
    push(value)
    return true
  }

  private mutating func put(_ key: Int) -> Bool {
    puts += 1
    guard let top else { return false }
    if key == memo.count {
      memo.append(top)
      sparse[key] = nil
    } else if memo.indices.contains(key) {
      memo[key] = top
    } else {
      sparse[key] = top
    }
    return true
  }
}
