/// Bounded reading of integers from memory; nothing here can read beyond the end.
struct Bytes {
  let base: UnsafeRawBufferPointer
  /// Whether multi-byte integers have their low byte first.
  var isLittleEndian = false

  init(_ base: UnsafeRawBufferPointer, littleEndian: Bool = false) {
    self.base = base
    isLittleEndian = littleEndian
  }

  var count: Int { base.count }

  /// The byte at `offset`, or nil beyond the end.
  func byte(at offset: Int) -> Int? {
    guard offset >= 0, offset < base.count else { return nil }
    return Int(base[offset])
  }

  /// The 16-bit number at `offset`.
  func short(at offset: Int) -> Int? {
    guard let first = byte(at: offset), let second = byte(at: offset + 1) else { return nil }
    return isLittleEndian ? second << 8 | first : first << 8 | second
  }

  /// The 32-bit number at `offset`.
  func long(at offset: Int) -> Int? {
    guard let first = short(at: offset), let second = short(at: offset + 2) else { return nil }
    return isLittleEndian ? second << 16 | first : first << 16 | second
  }

  /// `length` bytes from `offset` on, or nil if they are not all there.
  func slice(_ offset: Int, _ length: Int) -> Bytes? {
    guard offset >= 0, length >= 0, offset <= base.count, length <= base.count - offset else {
      return nil
    }
    return Bytes(UnsafeRawBufferPointer(rebasing: base[offset..<offset + length]))
  }

  /// Whether the bytes at `offset` are those of `text`.
  func has(_ text: StaticString, at offset: Int = 0) -> Bool {
    guard let found = slice(offset, text.utf8CodeUnitCount) else { return false }
    return text.withUTF8Buffer { $0.elementsEqual(found.base) }
  }
}
