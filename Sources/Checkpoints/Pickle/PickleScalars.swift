extension PickleMachine {
  /// The value that an operation pushes: a number, a text or bytes.
  mutating func scalar(
    _ operation: PickleOperation, at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    switch operation {
    case .none: return .none
    case .newTrue: return .bool(true)
    case .newFalse: return .bool(false)
    case .binInt: return .int(Int(try cursor.next(Int32.self)))
    case .binInt1: return .int(Int(try cursor.next(UInt8.self)))
    case .binInt2: return .int(Int(try cursor.next(UInt16.self)))
    case .long1: return long(try cursor.take(try cursor.length(UInt8.self)))
    case .long4: return long(try cursor.take(try cursor.length(Int32.self)))
    case .binFloat:
      return .float(Double(bitPattern: try cursor.next(UInt64.self).byteSwapped))
    case .int, .long, .float, .string, .unicode:
      return try textScalar(operation, cursor.line(), at: offset)
    case .binString: return try string(try cursor.take(try cursor.length(Int32.self)))
    case .shortBinString, .shortBinUnicode:
      return try string(try cursor.take(try cursor.length(UInt8.self)))
    case .binUnicode: return try string(try cursor.take(try cursor.length(UInt32.self)))
    case .binUnicode8: return try string(try cursor.take(try cursor.length(UInt64.self)))
    case .shortBinBytes: return .bytes(try cursor.take(try cursor.length(UInt8.self)))
    case .binBytes: return .bytes(try cursor.take(try cursor.length(UInt32.self)))
    case .binBytes8, .byteArray8: return .bytes(try cursor.take(try cursor.length(UInt64.self)))
    default: throw .refusedOpcode(operation.rawValue, offset: offset)
    }
  }

  private func string(_ range: Range<Int>) throws(CheckpointError) -> PickleValue {
    try budget.allocate(textOf: range.count)
    return .string(cursor.bytes.text(range))
  }

  /// A little-endian two's complement integer; above 8 bytes its value is dropped.
  private func long(_ range: Range<Int>) -> PickleValue {
    guard range.count <= 8 else { return .longInteger }
    var value = 0
    for (shift, index) in range.enumerated() {
      value |= Int(cursor.bytes.load(UInt8.self, at: index)) << (8 * shift)
    }
    let bits = 8 * range.count
    if bits > 0, bits < 64, value >> (bits - 1) != 0 { value -= 1 << bits }
    return .int(value)
  }

  /// The value of a protocol 0 operation, whose argument is a line of text.
  private func textScalar(
    _ operation: PickleOperation, _ line: Range<Int>, at offset: Int
  ) throws(CheckpointError) -> PickleValue {
    try budget.allocate(textOf: line.count)
    let text = cursor.bytes.text(line)
    switch operation {
    case .int where text == "01": return .bool(true)
    case .int where text == "00": return .bool(false)
    case .long where text.utf8.count > 19: return .longInteger
    case .int, .long:
      let digits = text.hasSuffix("L") ? String(text.dropLast()) : text
      guard let value = Int(digits) else {
        throw broken(offset, "a decimal number must stand here")
      }
      return .int(value)
    case .float:
      guard let value = Double(text) else {
        throw broken(offset, "a decimal number must stand here")
      }
      return .float(value)
    case .string:
      guard text.utf8.count >= 2, let quote = text.first, quote == text.last,
        quote == "'" || quote == "\""
      else { throw broken(offset, "a string must be quoted") }
      return .string(String(text.dropFirst().dropLast()))
    default:
      return .string(text)
    }
  }
}
