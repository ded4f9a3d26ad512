/// Reads a range of a file sequentially; every read is bounds-checked.
struct ByteCursor {
  let bytes: FileBytes
  private(set) var offset: Int
  let end: Int
  /// Name of the structure for errors: `pickle`, `zip directory`.
  let subject: String

  init(_ bytes: FileBytes, _ range: Range<Int>? = nil, of subject: String) {
    self.bytes = bytes
    offset = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
    self.subject = subject
  }

  var remaining: Int { end - offset }

  /// Consumes `count` bytes and returns their range in the file; throws `truncated`.
  mutating func take(_ count: Int) throws(CheckpointError) -> Range<Int> {
    guard count >= 0, count <= remaining else {
      throw .truncated(subject, offset: offset, needed: count, available: remaining)
    }
    defer { offset += count }
    return offset..<(offset + count)
  }

  /// Consumes a little-endian integer; throws `truncated`.
  mutating func next<Integer: FixedWidthInteger>(
    _ type: Integer.Type
  ) throws(CheckpointError) -> Integer {
    let range = try take(MemoryLayout<Integer>.size)
    return bytes.load(type, at: range.lowerBound)
  }

  /// Consumes a little-endian length; throws `lengthBeyondEnd` if fewer bytes remain after it.
  mutating func length<Integer: FixedWidthInteger>(
    _ type: Integer.Type
  ) throws(CheckpointError) -> Int {
    let start = offset
    let value = try next(type)
    guard let length = Int(exactly: value), length >= 0, length <= remaining else {
      throw .lengthBeyondEnd(
        subject, offset: start, length: "\(value)", available: remaining)
    }
    return length
  }

  /// Consumes a line; returns its range without the line feed, throws `truncated` if there is none.
  mutating func line() throws(CheckpointError) -> Range<Int> {
    let start = offset
    while offset < end {
      if bytes.base.load(fromByteOffset: offset, as: UInt8.self) == 0x0A {
        defer { offset += 1 }
        return start..<offset
      }
      offset += 1
    }
    throw .truncated(subject, offset: start, needed: end - start + 1, available: end - start)
  }
}
