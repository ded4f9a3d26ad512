/// Reads a zip archive's central directory (PKWARE APPNOTE 4.3), including ZIP64.
struct ZipDirectory {
  private let bytes: FileBytes

  init(_ bytes: FileBytes) { self.bytes = bytes }

  /// The largest compression ratio that deflate can reach.
  private static let largestRatio = 1032
  /// Limit of entries; the largest checkpoints have a few thousand.
  private static let entryLimit = 1 << 20

  func entries() throws(CheckpointError) -> [ZipArchive.Entry] {
    let (range, count) = try location()
    guard count <= Self.entryLimit else {
      throw .tooLarge("zip directory", size: "\(count) entries", limit: Self.entryLimit)
    }
    var cursor = ByteCursor(bytes, range, of: "zip directory")
    var entries: [ZipArchive.Entry] = []
    var unpacked = 0
    while entries.count < count {
      let entry = try self.entry(&cursor, directory: range)
      entries.append(entry)
      unpacked += entry.isDeflated ? entry.size : 0
    }
    // A larger ratio is a decompression bomb: weights hardly compress, only optimizers' zeros do.
    let limit = (1 << 20) + 64 * bytes.count
    guard unpacked <= limit else {
      throw .tooLarge("zip archive", size: "\(unpacked)", limit: limit)
    }
    return entries
  }

  /// True if the file ends as a zip archive does.
  var hasEnd: Bool { (try? endRecord()) != nil }

  /// True if all programs find the same directory: it ends where the end record begins, a ZIP64
  /// record says the same, and no other end record follows.
  var isUnambiguous: Bool {
    guard let end = try? endRecord(), let (range, count) = try? location() else { return false }
    let behind = bytes.buffer[min(end + 4, bytes.count)...]
    guard
      !behind.indices.dropLast(3).contains(where: { bytes.load(UInt32.self, at: $0) == 0x0605_4B50 }
      )
    else { return false }
    guard let record = try? zip64Record(before: end) else { return range.upperBound == end }
    return range.upperBound == record && record + 76 == end
      && bytes.load(UInt64.self, at: record + 32) == UInt64(count)
      && bytes.load(UInt64.self, at: record + 40) == UInt64(range.count)
      && bytes.load(UInt64.self, at: record + 48) == UInt64(range.lowerBound)
  }

  /// The range of the central directory and its number of entries.
  private func location() throws(CheckpointError) -> (Range<Int>, Int) {
    let end = try endRecord()
    var count = Int(bytes.load(UInt16.self, at: end + 10))
    var size = UInt64(bytes.load(UInt32.self, at: end + 12))
    var start = UInt64(bytes.load(UInt32.self, at: end + 16))
    if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF,
      let record = try zip64Record(before: end)
    {
      count = Int(truncatingIfNeeded: min(bytes.load(UInt64.self, at: record + 32), 1 << 40))
      size = bytes.load(UInt64.self, at: record + 40)
      start = bytes.load(UInt64.self, at: record + 48)
    }
    guard start <= UInt64(end), size <= UInt64(end) - start else {
      throw .lengthBeyondEnd(
        "zip directory", offset: end, length: "\(start)+\(size)", available: end)
    }
    return (Int(start)..<Int(start + size), count)
  }

  /// Offset of the end record: the last signature whose comment ends at the end of the file.
  private func endRecord() throws(CheckpointError) -> Int {
    var position = bytes.count - 22
    let lowest = max(0, position - 0xFFFF)
    while position >= lowest {
      if bytes.load(UInt32.self, at: position) == 0x0605_4B50,
        position + 22 + Int(bytes.load(UInt16.self, at: position + 20)) == bytes.count
      {
        return position
      }
      position -= 1
    }
    throw .malformed(
      "zip archive", offset: bytes.count, rule: "it must end in a directory; is the file cut off?")
  }

  private func zip64Record(before end: Int) throws(CheckpointError) -> Int? {
    let locator = end - 20
    guard locator >= 0, bytes.load(UInt32.self, at: locator) == 0x0706_4B50 else { return nil }
    let offset = bytes.load(UInt64.self, at: locator + 8)
    guard offset <= UInt64(max(0, locator - 56)), locator >= 56,
      bytes.load(UInt32.self, at: Int(offset)) == 0x0606_4B50
    else {
      throw .malformed(
        "zip archive", offset: locator, rule: "its ZIP64 locator must point to a record")
    }
    return Int(offset)
  }

  private func entry(
    _ cursor: inout ByteCursor, directory: Range<Int>
  ) throws(CheckpointError) -> ZipArchive.Entry {
    let start = try cursor.take(46).lowerBound
    guard bytes.load(UInt32.self, at: start) == 0x0201_4B50 else {
      throw .malformed("zip directory", offset: start, rule: "an entry must begin with PK\\1\\2")
    }
    let nameRange = try cursor.take(Int(bytes.load(UInt16.self, at: start + 28)))
    let extra = try cursor.take(Int(bytes.load(UInt16.self, at: start + 30)))
    _ = try cursor.take(Int(bytes.load(UInt16.self, at: start + 32)))
    let name = bytes.text(nameRange)
    guard bytes.load(UInt16.self, at: start + 8) & 1 == 0 else {
      throw .unsupported("zip entry '\(name)'", feature: "encryption")
    }
    let method = bytes.load(UInt16.self, at: start + 10)
    guard method == 0 || method == 8 else {
      throw .unsupported("zip entry '\(name)'", feature: "compression method \(method)")
    }
    let sizes = try Sizes(bytes, header: start, extra: extra, name: name)
    let packed = try data(sizes, name: name, limit: directory.lowerBound)
    guard
      method == 8
        ? sizes.unpacked / Self.largestRatio <= packed.count + 1
        : sizes.unpacked == packed.count
    else {
      throw .malformed(
        "zip entry '\(name)'", offset: start,
        rule: "\(packed.count) packed bytes can't give \(sizes.unpacked)")
    }
    return ZipArchive.Entry(
      name: name, isDeflated: method == 8, packed: packed, size: sizes.unpacked,
      checksum: bytes.load(UInt32.self, at: start + 16))
  }

  /// The range of the entry's bytes after its local header; the header's sizes are ignored.
  private func data(_ sizes: Sizes, name: String, limit: Int) throws(CheckpointError) -> Range<Int>
  {
    let header = sizes.offset
    guard header <= limit - 30, bytes.load(UInt32.self, at: header) == 0x0403_4B50 else {
      throw .malformed(
        "zip entry '\(name)'", offset: header,
        rule: "its local header must lie before the directory")
    }
    let nameLength = Int(bytes.load(UInt16.self, at: header + 26))
    let start = header + 30 + nameLength + Int(bytes.load(UInt16.self, at: header + 28))
    guard start <= limit, sizes.packed <= limit - start else {
      throw .lengthBeyondEnd(
        "zip entry '\(name)'", offset: start, length: "\(sizes.packed)",
        available: max(0, limit - start))
    }
    guard bytes.text(header + 30..<header + 30 + nameLength) == name else {
      throw .malformed(
        "zip entry '\(name)'", offset: header, rule: "its local header must have the same name")
    }
    return start..<start + sizes.packed
  }

  /// Sizes and offset of an entry; values of 0xFFFFFFFF are replaced by those of the ZIP64 field.
  private struct Sizes {
    var unpacked: Int
    var packed: Int
    var offset: Int

    init(_ bytes: FileBytes, header: Int, extra: Range<Int>, name: String) throws(CheckpointError) {
      packed = Int(bytes.load(UInt32.self, at: header + 20))
      unpacked = Int(bytes.load(UInt32.self, at: header + 24))
      offset = Int(bytes.load(UInt32.self, at: header + 42))
      var fields = ByteCursor(bytes, extra, of: "zip entry '\(name)'")
      while fields.remaining >= 4 {
        let identifier = try fields.next(UInt16.self)
        let length = Int(try fields.next(UInt16.self))
        let field = try fields.take(length)
        guard identifier == 1 else { continue }
        var values = ByteCursor(bytes, field, of: "zip entry '\(name)'")
        if unpacked == 0xFFFF_FFFF { unpacked = try Self.size(&values) }
        if packed == 0xFFFF_FFFF { packed = try Self.size(&values) }
        if offset == 0xFFFF_FFFF { offset = try Self.size(&values) }
      }
    }

    private static func size(_ values: inout ByteCursor) throws(CheckpointError) -> Int {
      let start = values.offset
      let value = try values.next(UInt64.self)
      guard value < 1 << 48 else {
        throw .lengthBeyondEnd(
          values.subject, offset: start, length: "\(value)", available: values.bytes.count)
      }
      return Int(value)
    }
  }
}
