/// The header of a `.npy` file: a Python dictionary literal with three keys.
struct NumPyHeader {
  enum ElementType: String {
    case half = "<f2"
    case single = "<f4"
    case double = "<f8"

    var byteCount: Int { self == .half ? 2 : self == .single ? 4 : 8 }
  }

  private(set) var elementType = ElementType.single
  private(set) var isFortranOrder = false
  private(set) var shape: [Int] = []

  init(parsing text: ArraySlice<UInt8>) throws(ArrayFileFault) {
    var scanner = Scanner(rest: text)
    var keys: Set<String> = []
    try scanner.expect("{")
    while !scanner.take("}") {
      let key = try scanner.string()
      try scanner.expect(":")
      switch key {
      case "descr":
        let type = try scanner.string()
        guard let known = ElementType(rawValue: type) else { throw .elementType(type) }
        elementType = known
      case "fortran_order": isFortranOrder = try scanner.truth()
      case "shape": shape = try scanner.tuple()
      default: throw .header("it has an unknown key '\(key)'")
      }
      keys.insert(key)
      if !scanner.take(",") {
        try scanner.expect("}")
        break
      }
    }
    for key in ["descr", "fortran_order", "shape"] where !keys.contains(key) {
      throw .header("it has no '\(key)'")
    }
  }
}

/// Tokenizer for a Python literal; tokens are removed from the front of `rest`.
private struct Scanner {
  var rest: ArraySlice<UInt8>

  private mutating func skipSpace() {
    while let byte = rest.first, byte == 0x20 || (9...13).contains(byte) { rest.removeFirst() }
  }

  mutating func take(_ symbol: Character) -> Bool {
    skipSpace()
    guard rest.first == symbol.asciiValue else { return false }
    rest.removeFirst()
    return true
  }

  mutating func expect(_ symbol: Character) throws(ArrayFileFault) {
    guard take(symbol) else { throw .header("'\(symbol)' is missing") }
  }

  /// A quoted string of at most 64 printable ASCII characters.
  mutating func string() throws(ArrayFileFault) -> String {
    skipSpace()
    guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      let end = rest.dropFirst().prefix(65).firstIndex(of: quote)
    else { throw .header("a quoted name is missing") }
    let content = rest[(rest.startIndex + 1)..<end]
    guard content.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
      throw .header("a name has unprintable characters")
    }
    rest = rest[(end + 1)...]
    return String(decoding: content, as: UTF8.self)
  }

  mutating func truth() throws(ArrayFileFault) -> Bool {
    skipSpace()
    for (word, value) in [("True", true), ("False", false)] where rest.starts(with: word.utf8) {
      rest = rest.dropFirst(word.utf8.count)
      return value
    }
    throw .header("'fortran_order' is neither True nor False")
  }

  mutating func tuple() throws(ArrayFileFault) -> [Int] {
    var extents: [Int] = []
    try expect("(")
    while !take(")") {
      extents.append(try number())
      guard extents.count <= 32 else { throw .header("the shape has more than 32 extents") }
      if !take(",") {
        try expect(")")
        break
      }
    }
    return extents
  }

  private mutating func number() throws(ArrayFileFault) -> Int {
    skipSpace()
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty, let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw .header("an extent of the shape is not a number")
    }
    rest = rest.dropFirst(digits.count)
    return value
  }
}
