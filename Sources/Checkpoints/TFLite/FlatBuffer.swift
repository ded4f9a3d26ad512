/// A FlatBuffer: tables that point at their fields by offsets, every one of which is checked before use.
///
/// https://flatbuffers.dev/internals/: a table begins with the distance back to its vtable, which holds the
/// vtable's size, the table's size, then each field's place in the table (0 for a field that is left out).
struct FlatBuffer {
  let bytes: FileBytes
  /// What is being read, for errors.
  let subject: String

  /// The table that the file's first offset points at.
  var root: FlatTable {
    get throws(CheckpointError) {
      try FlatTable(self, at: try offset(at: 0))
    }
  }

  /// The little-endian number at `place`.
  func number<Number: FixedWidthInteger>(
    _ type: Number.Type, at place: Int
  ) throws(CheckpointError) -> Number {
    let size = MemoryLayout<Number>.size
    guard place >= 0, place <= bytes.count - size else { throw broken(place, "it points outside") }
    return bytes.load(type, at: place)
  }

  /// The place that the unsigned offset at `place` leads to.
  func offset(at place: Int) throws(CheckpointError) -> Int {
    let target = place + Int(try number(UInt32.self, at: place))
    guard target > place, target < bytes.count else { throw broken(place, "it points outside") }
    return target
  }

  /// The elements of the vector at `place`, `size` bytes each, as a range of the file.
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

/// One table; fields are numbered in the order of the schema.
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

  /// Where a field is; nil for one that is left out.
  private func place(_ field: Int) throws(CheckpointError) -> Int? {
    let entry = entries.lowerBound + 2 * field
    guard entry < entries.upperBound else { return nil }
    let distance = Int(try buffer.number(UInt16.self, at: entry))
    return distance == 0 ? nil : start + distance
  }

  /// A number field; `usual` where it is left out.
  func number<Number: FixedWidthInteger>(
    _ field: Int, _ type: Number.Type, or usual: Number = 0
  ) throws(CheckpointError) -> Number {
    guard let place = try place(field) else { return usual }
    return try buffer.number(type, at: place)
  }

  /// A table field.
  func table(_ field: Int) throws(CheckpointError) -> FlatTable? {
    guard let place = try place(field) else { return nil }
    return try FlatTable(buffer, at: try buffer.offset(at: place))
  }

  /// A vector of elements of `size` bytes; empty where it is left out.
  func vector(_ field: Int, size: Int) throws(CheckpointError) -> Range<Int> {
    guard let place = try place(field) else { return 0..<0 }
    return try buffer.vector(at: try buffer.offset(at: place), size: size)
  }

  /// A vector of numbers.
  func numbers<Number: FixedWidthInteger>(
    _ field: Int, _ type: Number.Type
  ) throws(CheckpointError) -> [Number] {
    let size = MemoryLayout<Number>.size
    let range = try vector(field, size: size)
    var numbers: [Number] = []
    for place in stride(from: range.lowerBound, to: range.upperBound, by: size) {
      numbers.append(try buffer.number(type, at: place))
    }
    return numbers
  }

  /// A vector of tables.
  func tables(_ field: Int) throws(CheckpointError) -> [FlatTable] {
    var tables: [FlatTable] = []
    let range = try vector(field, size: 4)
    for place in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
      tables.append(try FlatTable(buffer, at: try buffer.offset(at: place)))
    }
    return tables
  }

  /// A text; empty where it is left out.
  func text(_ field: Int) throws(CheckpointError) -> String {
    buffer.bytes.text(try vector(field, size: 1))
  }
}
