extension JSON {
  /// Parses a strict document (RFC 8259).
  ///
  /// A byte order mark before it is skipped. Duplicate keys, nesting beyond 64 levels and bytes after the document are errors, which
  /// general-purpose decoders accept.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    let result = bytes.withoutByteOrderMark.withUnsafeBytes { bytes in
      Result { () throws(JSONError) in try JSON(parsing: bytes) }
    }
    self = try result.get()
  }

  /// Parses a strict document in memory.
  package init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
    // Documents of numbers and names take about ten times their size.
    var memory = 64 << 20 + 16 * bytes.count
    self = try JSON(parsing: bytes, memory: &memory)
  }

  /// Parses a strict document that takes at most `memory` bytes, and subtracts what it took.
  package init(
    parsing bytes: UnsafeRawBufferPointer, memory: inout Int
  ) throws(JSONError) {
    var parser = JSONParser(bytes: bytes, memory: memory)
    defer { memory = max(0, parser.memory) }
    self = try parser.document()
  }

  /// The value of `key` in an object; nil if there is none.
  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == key }?.1
  }

  /// The truth value; nil for other values.
  package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// The text; nil for other values.
  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The whole number; nil for other values.
  package var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  /// The number, whole or not; nil for other values.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .float(let value): Double(value)
    case .literal(let text): Double(text)
    default: nil
    }
  }

  /// The elements; nil for other values.
  package var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

  /// The members of an object in their order; nil for other values.
  package var members: [(key: String, value: JSON)]? {
    if case .object(let members) = self { return members.map { (key: $0.0, value: $0.1) } }
    return nil
  }
}

/// Why bytes are no strict JSON.
package enum JSONError: Error, Hashable, Sendable {
  /// A rule of the format is broken at `offset` bytes.
  case malformed(offset: Int, rule: String)
  /// An object holds a key twice.
  case duplicate(String)
  /// The document would take more memory than it may.
  case tooLarge
}

private struct JSONParser {
  let bytes: UnsafeRawBufferPointer
  /// The bytes that may still be allocated.
  fileprivate var memory: Int
  fileprivate var position = 0
  fileprivate var depth = 0

  /// The document that `bytes` are.
  mutating func document() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    guard position == bytes.count else {
      throw broken("nothing but spaces may follow the document")
    }
    return value
  }

  private func broken(_ rule: String) -> JSONError { .malformed(offset: position, rule: rule) }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func expect(_ byte: UInt8, _ rule: String) throws(JSONError) {
    guard peek == byte else { throw broken(rule) }
    position += 1
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["):
      let values = try list(until: UInt8(ascii: "]"), "elements must be separated by commas") {
        parser throws(JSONError) in try parser.value()
      }
      return .array(values)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  /// Counts bytes that are about to be allocated.
  private mutating func spend(_ count: Int) throws(JSONError) {
    memory -= count
    guard memory >= 0 else { throw .tooLarge }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let length = text.utf8CodeUnitCount
    guard position + length <= bytes.count,
      bytes[position..<position + length].elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: length))
    else { throw broken("a value must stand here") }
    position += length
    return value
  }

  /// The elements between a bracket and `end`; `rule` says that commas separate them.
  private mutating func list<Element>(
    until end: UInt8, _ rule: String, _ element: (inout JSONParser) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    depth += 1
    guard depth <= 64 else { throw broken("arrays and objects may nest 64 levels") }
    defer { depth -= 1 }
    position += 1
    skipSpace()
    var elements: [Element] = []
    try spend(32)
    while peek != end {
      // A growing array holds its old and its new elements for a moment.
      try spend(2 * MemoryLayout<Element>.stride)
      if !elements.isEmpty {
        try expect(UInt8(ascii: ","), rule)
        skipSpace()
      }
      elements.append(try element(&self))
      skipSpace()
    }
    position += 1
    return elements
  }

  private mutating func object() throws(JSONError) -> JSON {
    var keys: Set<String> = []
    let members = try list(until: UInt8(ascii: "}"), "members must be separated by commas") {
      parser throws(JSONError) in
      let key = try parser.string()
      try parser.spend(32)
      guard keys.insert(key).inserted else { throw JSONError.duplicate(key) }
      parser.skipSpace()
      try parser.expect(UInt8(ascii: ":"), "a colon must follow a key")
      return (key, try parser.value())
    }
    return .object(members)
  }

  private mutating func number() throws(JSONError) -> JSON {
    let first = position
    while let byte = peek, "+-0123456789.eE".utf8.contains(byte) { position += 1 }
    let digits = bytes[first..<position]
    let text = String(decoding: digits, as: UTF8.self)
    if Self.isNumber(digits) {
      // An integer has no minus zero.
      if text != "-0", let integer = Int(text) { return .integer(integer) }
      if let number = Double(text), number.isFinite { return .number(number) }
    }
    position = first
    throw broken("a value must stand here")
  }

  /// Whether `text` is a number of RFC 8259: `-01`, `.5`, `1.` and `+1` are none.
  private static func isNumber(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
    var rest = text
    func digits() -> Int {
      let count = rest.prefix { (0x30...0x39).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    func takes(_ bytes: String) -> Bool {
      guard let byte = rest.first, bytes.utf8.contains(byte) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = takes("-")
    guard takes("0") || digits() > 0 else { return false }
    if takes("."), digits() == 0 { return false }
    if takes("eE") {
      _ = takes("+-")
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  private mutating func string() throws(JSONError) -> String {
    try expect(UInt8(ascii: "\""), "a string must stand here")
    var text: [UInt8] = []
    while true {
      guard let byte = peek else { throw broken("a string must end") }
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        if text.count > 15 { try spend(32 + text.count) }
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
      case 0..<0x20: throw broken("control characters in strings must be escaped")
      default: text.append(byte)
      }
    }
  }

  private mutating func escape() throws(JSONError) -> Character {
    guard let byte = peek else { throw broken("a string must end") }
    position += 1
    if byte == UInt8(ascii: "u") { return try unicode() }
    guard let character = Self.escapes[byte] else {
      throw broken("an escape must be one of \" \\ / b f n r t u")
    }
    return character
  }

  private static let escapes: [UInt8: Character] = Dictionary(
    uniqueKeysWithValues: zip("\"\\/bfnrt".utf8, "\"\\/\u{8}\u{C}\n\r\t"))

  private mutating func unicode() throws(JSONError) -> Character {
    let high = try hexadecimal()
    guard (0xD800..<0xDC00).contains(high), peek == UInt8(ascii: "\\") else {
      return Character(Unicode.Scalar(high) ?? "\u{FFFD}")
    }
    position += 1
    let rule = "a low surrogate must follow a high one"
    try expect(UInt8(ascii: "u"), rule)
    let low = try hexadecimal()
    guard (0xDC00..<0xE000).contains(low) else { throw broken(rule) }
    let scalar = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    return Character(Unicode.Scalar(scalar) ?? "\u{FFFD}")
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    guard position + 4 <= bytes.count,
      bytes[position..<position + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(
        String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw broken("four hexadecimal digits must follow \\u") }
    position += 4
    return value
  }
}
