/// Reads a FlatBuffer; every offset is bounds-checked.
///
/// https://flatbuffers.dev/internals/: a table begins with the distance back to its vtable. The
/// vtable holds its own size, the table's size, then each field's offset in the table (0: absent).
struct FlatBuffer {
  let bytes: FileBytes
  /// Name of the structure for errors.
  let subject: String

  /// The root table.
  var root: FlatTable {
    get throws(CheckpointError) {
      try FlatTable(self, at: try offset(at: 0))
    }
  }

  /// The little-endian integer at `place`.
  func number<Number: FixedWidthInteger>(
    _ type: Number.Type, at place: Int
  ) throws(CheckpointError) -> Number {
    let size = MemoryLayout<Number>.size
    guard place >= 0, place <= bytes.count - size else { throw broken(place, "it points outside") }
    return bytes.load(type, at: place)
  }

  /// The target of the unsigned relative offset at `place`.
  func offset(at place: Int) throws(CheckpointError) -> Int {
    let target = place + Int(try number(UInt32.self, at: place))
    guard target > place, target < bytes.count else { throw broken(place, "it points outside") }
    return target
  }

  /// The range in the file of a vector's elements, `size` bytes each.
  func vector(at place: Int, size: Int) throws(CheckpointError) -> Range<Int> {
    let count = Int(try number(UInt32.self, at: place))
    guard count <= (bytes.count - place - 4) / size else {
      throw .lengthBeyondEnd(
        subject, offset: place, length: "\(count) × \(size)", available: bytes.count - place - 4)
    }
    return place + 4..<place + 4 + count * size
  }

  func broken(_ place: Int, _ rule: String) -> CheckpointError {
    .malformed(subject, offset: max(0, place), rule: rule)
  }
}

/// A table; fields are numbered in the order of the schema.
struct FlatTable {
  let buffer: FlatBuffer
  private let start: Int
  /// The vtable's entries.
  private let entries: Range<Int>

  init(_ buffer: FlatBuffer, at start: Int) throws(CheckpointError) {
    let vtable = start - Int(try buffer.number(Int32.self, at: start))
    let size = Int(try buffer.number(UInt16.self, at: vtable))
    guard size >= 4, size.isMultiple(of: 2), vtable <= buffer.bytes.count - size else {
      throw buffer.broken(vtable, "a vtable must lie inside the file")
    }
    self.buffer = buffer
    self.start = start
    entries = vtable + 4..<vtable + size
  }

  /// Offset of a field in the file; nil if absent.
  private func place(_ field: Int) throws(CheckpointError) -> Int? {
    let entry = entries.lowerBound + 2 * field
    guard entry < entries.upperBound else { return nil }
    let distance = Int(try buffer.number(UInt16.self, at: entry))
    return distance == 0 ? nil : start + distance
  }

  /// An integer field; `fallback` if absent.
  func number<Number: FixedWidthInteger>(
    _ field: Int, _ type: Number.Type, or fallback: Number = 0
  ) throws(CheckpointError) -> Number {
    guard let place = try place(field) else { return fallback }
    return try buffer.number(type, at: place)
  }

  /// A table field; nil if absent.
  func table(_ field: Int) throws(CheckpointError) -> FlatTable? {
    guard let place = try place(field) else { return nil }
    return try FlatTable(buffer, at: try buffer.offset(at: place))
  }

  /// The range of a vector field with elements of `size` bytes; empty if absent.
  func vector(_ field: Int, size: Int) throws(CheckpointError) -> Range<Int> {
    guard let place = try place(field) else { return 0..<0 }
    return try buffer.vector(at: try buffer.offset(at: place), size: size)
  }

  /// A field with a vector of integers; empty if absent.
  func numbers<Number: FixedWidthInteger>(
    _ field: Int, _ type: Number.Type
  ) throws(CheckpointError) -> [Number] {
    let size = MemoryLayout<Number>.size
    let range = try vector(field, size: size)
    // Tables may share a vector, but each reading makes an array of its own.
    try buffer.bytes.budget.allocate(range.count / size, of: Int.self)
    var numbers: [Number] = []
    for place in stride(from: range.lowerBound, to: range.upperBound, by: size) {
      numbers.append(try buffer.number(type, at: place))
    }
    return numbers
  }

  /// A field with a vector of tables; empty if absent.
  func tables(_ field: Int) throws(CheckpointError) -> [FlatTable] {
    var tables: [FlatTable] = []
    let range = try vector(field, size: 4)
    try buffer.bytes.budget.allocate(range.count / 4, of: FlatTable.self)
    for place in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
      tables.append(try FlatTable(buffer, at: try buffer.offset(at: place)))
    }
    return tables
  }

  /// A text field; empty if absent.
  func text(_ field: Int) throws(CheckpointError) -> String {
    let range = try vector(field, size: 1)
    try buffer.bytes.budget.allocate(textOf: range.count)
    return buffer.bytes.text(range)
  }
}
