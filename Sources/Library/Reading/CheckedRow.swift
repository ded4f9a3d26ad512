internal import GRDB
import Support

/// A value in a library that no batch writes: the library is damaged, or made to do harm.
struct LibraryDamage: FailureReason {
  /// What is wrong, in words of this program.
  let why: String

  init(_ why: String) { self.why = why }

  var status: ExitStatus { .badData }
  var what: String? { "can't use the library" }
  var advice: String? { "make the library again, or take a copy" }
}

/// Reads the values of a row by their type and range.
struct CheckedRow {
  private let row: Row

  init(_ row: Row) { self.row = row }

  /// An integer in `range`; nil for NULL.
  func integer(
    _ index: Int, in range: ClosedRange<Int> = 0...Int(Int32.max)
  ) throws(LibraryDamage) -> Int? {
    switch storage(index) {
    case .null: return nil
    case .int64(let value) where range.contains(Int(value)): return Int(value)
    default: throw wrong(index)
    }
  }

  /// A finite number in `range`; nil for NULL.
  func number(
    _ index: Int, in range: ClosedRange<Double> = -1e300...1e300
  ) throws(LibraryDamage) -> Double? {
    switch storage(index) {
    case .null: return nil
    case .double(let value) where range.contains(value): return value
    case .int64(let value) where range.contains(Double(value)): return Double(value)
    default: throw wrong(index)
    }
  }

  /// A fraction; the last digits of a sum may lie outside of 0...1.
  func fraction(_ index: Int) throws(LibraryDamage) -> Double? {
    try number(index, in: -0.001...1.001)
  }

  /// An integer in `range`, not NULL.
  func count(
    _ index: Int, in range: ClosedRange<Int> = 0...Int(Int32.max)
  ) throws(LibraryDamage) -> Int {
    try required(index, try integer(index, in: range))
  }

  func flag(_ index: Int) throws(LibraryDamage) -> Bool? {
    try integer(index, in: 0...1).map { $0 == 1 }
  }

  /// A text of at most `limit` bytes; nil for NULL.
  func text(_ index: Int, atMost limit: Int = 1 << 16) throws(LibraryDamage) -> String? {
    switch storage(index) {
    case .null: return nil
    case .string(let value) where value.utf8.count <= limit: return value
    default: throw wrong(index)
    }
  }

  /// Bytes, as many as `count` allows; nil for NULL.
  func bytes(_ index: Int, count: ClosedRange<Int>) throws(LibraryDamage) -> [UInt8]? {
    switch storage(index) {
    case .null: return nil
    case .blob(let value) where count.contains(value.count): return [UInt8](value)
    default: throw wrong(index)
    }
  }

  /// `value`, which must not be NULL.
  func required<Value>(_ index: Int, _ value: Value?) throws(LibraryDamage) -> Value {
    guard let value else { throw wrong(index) }
    return value
  }

  /// The damage of the column at `index`.
  func wrong(_ index: Int) -> LibraryDamage {
    let name = Array(row.columnNames)[index].filter { $0.isLetter || $0.isNumber || $0 == "_" }
    return LibraryDamage("a row has a wrong value in the column \(name.prefix(40))")
  }

  private func storage(_ index: Int) -> DatabaseValue.Storage {
    (row[index] as DatabaseValue).storage
  }
}
