/// Bounds-checked reads of integers from memory; big-endian unless `isLittleEndian`.
struct Bytes {
  let base: UnsafeRawBufferPointer
  /// True if the lowest byte of a multi-byte integer comes first.
  var isLittleEndian = false

  init(_ base: UnsafeRawBufferPointer, littleEndian: Bool = false) {
    self.base = base
    isLittleEndian = littleEndian
  }

  var count: Int { base.count }

  /// The byte at `offset`; nil beyond the end.
  func byte(at offset: Int) -> Int? {
    guard offset >= 0, offset < base.count else { return nil }
    return Int(base[offset])
  }

  /// The unsigned 16-bit integer at `offset`; nil beyond the end.
  func short(at offset: Int) -> Int? {
    guard let first = byte(at: offset), let second = byte(at: offset + 1) else { return nil }
    return isLittleEndian ? second << 8 | first : first << 8 | second
  }

  /// The unsigned 32-bit integer at `offset`; nil beyond the end.
  func long(at offset: Int) -> Int? {
    guard let first = short(at: offset), let second = short(at: offset + 2) else { return nil }
    return isLittleEndian ? second << 16 | first : first << 16 | second
  }

  /// The `length` bytes from `offset`, big-endian; nil if they reach beyond the end.
  func slice(_ offset: Int, _ length: Int) -> Bytes? {
    guard offset >= 0, length >= 0, offset <= base.count, length <= base.count - offset else {
      return nil
    }
    return Bytes(UnsafeRawBufferPointer(rebasing: base[offset..<offset + length]))
  }

  /// True if the bytes at `offset` equal `text`.
  func has(_ text: StaticString, at offset: Int = 0) -> Bool {
    guard let found = slice(offset, text.utf8CodeUnitCount) else { return false }
    return text.withUTF8Buffer { $0.elementsEqual(found.base) }
  }
}
