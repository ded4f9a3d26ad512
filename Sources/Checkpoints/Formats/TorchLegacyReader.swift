/// Reads PyTorch's format before 1.6.
///
/// Five pickles in a row (magic number, version, system, data, list of storage keys), then each
/// storage as an 8-byte element count and its elements.
enum TorchLegacyReader: CheckpointReader {
  static func recognises(_ bytes: FileBytes) -> Bool {
    guard bytes.count >= 2 else { return false }
    let first = bytes.load(UInt8.self, at: 0)
    if first == 0x80 { return bytes.load(UInt8.self, at: 1) <= 5 }
    // Protocol 0 has no signature: test for an operation that starts a value, and STOP at the end.
    let last = bytes.load(UInt8.self, at: bytes.count - 1)
    return "c(]}".utf8.contains(first) && (last == UInt8(ascii: ".") || last == UInt8(ascii: "\n"))
  }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    var machine = PickleMachine(bytes, 0..<bytes.count)
    let first = try machine.run()
    // A plain pickle has no storages to read, but its globals are checked.
    guard case .longInteger = first else {
      return try CheckpointContents(
        format: .torchLegacy, root: first, heap: machine.heap, budget: bytes.budget
      ) {
        (storage) throws(CheckpointError) in
        throw .malformed(
          "pickle", offset: 0, rule: "storage '\(storage.key)' must follow the data")
      }
    }
    machine = PickleMachine(following: machine.cursor)
    _ = try machine.run()
    machine = PickleMachine(following: machine.cursor)
    try checkByteOrder(try machine.run(), machine.heap)

    var data = PickleMachine(following: machine.cursor)
    let root = try data.run()
    var keys = PickleMachine(following: data.cursor)
    let order = try keys.run()
    guard let names = keys.heap.elements(order)?.compactMap(\.string) else {
      throw .malformed(
        "PyTorch pickle", offset: data.cursor.offset, rule: "the storage keys must be a list")
    }
    let storages = try locate(names, data.heap, after: keys.cursor)
    return try CheckpointContents(
      format: .torchLegacy, root: root, heap: data.heap, budget: bytes.budget
    ) {
      (storage) throws(CheckpointError) in
      guard let range = storages[storage.key] else {
        throw .malformed(
          "PyTorch pickle", offset: keys.cursor.offset,
          rule: "storage '\(storage.key)' must follow the data")
      }
      return .view(bytes, range)
    }
  }

  private static func checkByteOrder(
    _ system: PickleValue, _ heap: PickleHeap
  ) throws(CheckpointError) {
    guard case .dictionary(let index) = system else { return }
    for entry in heap.dictionaries[index] where entry.key.string == "little_endian" {
      if case .bool(false) = entry.value {
        throw .unsupported("PyTorch pickle", feature: "big-endian tensors")
      }
    }
  }

  /// The byte range of each storage by key; the element types come from the storages in `heap`.
  private static func locate(
    _ keys: [String], _ heap: PickleHeap, after cursor: ByteCursor
  ) throws(CheckpointError) -> [String: Range<Int>] {
    var sizes: [String: Int] = [:]
    for storage in heap.storages { sizes[storage.key] = storage.type?.size ?? 1 }
    var cursor = ByteCursor(cursor.bytes, cursor.offset..<cursor.end, of: "PyTorch storage")
    var ranges: [String: Range<Int>] = [:]
    for key in keys {
      let start = cursor.offset
      let count = try cursor.length(UInt64.self)
      guard let size = sizes[key] else {
        throw .malformed(
          "PyTorch pickle", offset: start, rule: "storage '\(key)' must belong to a tensor")
      }
      let (length, overflows) = count.multipliedReportingOverflow(by: size)
      guard !overflows else {
        throw .lengthBeyondEnd(
          "PyTorch storage", offset: start, length: "\(count)", available: cursor.remaining)
      }
      ranges[key] = try cursor.take(length)
    }
    return ranges
  }
}
