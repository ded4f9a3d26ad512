import Synchronization

/// A zip archive, read by its central directory; entry names are never used as paths.
struct ZipArchive: Sendable {
  /// One file of the archive.
  struct Entry: Hashable, Sendable {
    let name: String
    let isDeflated: Bool
    /// The entry's bytes in the archive.
    let packed: Range<Int>
    /// Unpacked size in bytes.
    let size: Int
    /// The CRC-32 of its bytes.
    let checksum: UInt32
  }

  let bytes: FileBytes
  /// The entries in the order of the central directory.
  let entries: [Entry]
  /// False where all are 0, as PyTorch writes them after `set_crc32_options(False)`.
  private let hasChecksums: Bool
  private let byName: [String: Int]
  private let unpacked: [String: UnpackedEntry]

  init(_ bytes: FileBytes) throws(CheckpointError) {
    self.bytes = bytes
    entries = try ZipDirectory(bytes).entries()
    // Names and places, once in order and once or twice by name.
    for entry in entries {
      try bytes.budget.allocate(2 * MemoryLayout<Entry>.stride + 96 + entry.name.utf8.count)
    }
    hasChecksums = entries.contains { $0.checksum != 0 }
    var byName: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      guard byName.updateValue(index, forKey: entry.name) == nil else {
        throw .duplicate("zip archive", name: entry.name)
      }
    }
    self.byName = byName
    let packed = entries.filter(\.isDeflated).map { ($0.name, UnpackedEntry()) }
    unpacked = Dictionary(uniqueKeysWithValues: packed)
  }

  subscript(name: String) -> Entry? { byName[name].map { entries[$0] } }

  /// The bytes of an entry: a view if it is stored, else unpacked on demand.
  ///
  /// Throws `overBudget` if unpacking them takes too much.
  func tensorBytes(_ entry: Entry) throws(CheckpointError) -> TensorBytes {
    guard entry.isDeflated, let unpacked = unpacked[entry.name] else {
      return .view(bytes, entry.packed)
    }
    if unpacked.isNew() { try bytes.budget.allocate(entry.size) }
    // Each tensor may unpack its entry again, some 64 bytes a step.
    try bytes.budget.take(entry.size / 64)
    return .packed(count: entry.size) { () throws(CheckpointError) in
      try unpacked.bytes { () throws(CheckpointError) in try self.unpacked(entry) }
    }
  }

  /// The unpacked bytes of an entry, as a copy whose checksum is right.
  func contents(of entry: Entry) throws(CheckpointError) -> FileBytes {
    try bytes.budget.allocate(entry.size)
    return try unpacked(entry)
  }

  /// Compares the checksums of a zip archive's stored entries with their bytes.
  ///
  /// Throws `malformed` with the first that differs; does nothing for other files.
  /// Reading does not: tensors are views, and their checksums cost more than mapping them.
  static func checkStored(in bytes: FileBytes) throws(CheckpointError) {
    guard TorchZipReader.recognises(bytes), let archive = try? ZipArchive(bytes) else { return }
    for entry in archive.entries where !entry.isDeflated {
      try archive.check(entry, archive.buffer(entry))
    }
  }

  private func buffer(_ entry: Entry) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes.buffer[entry.packed])
  }

  private func unpacked(_ entry: Entry) throws(CheckpointError) -> FileBytes {
    let packed = buffer(entry)
    let contents =
      entry.isDeflated
      ? try inflate(packed, size: entry.size, name: entry.name, budget: bytes.budget)
      : FileBytes(count: entry.size, budget: bytes.budget) { $0.copyMemory(from: packed) }
    try check(entry, contents.buffer)
    return contents
  }

  private func check(
    _ entry: Entry, _ contents: UnsafeRawBufferPointer
  ) throws(CheckpointError) {
    guard hasChecksums, checksum(contents) != entry.checksum else { return }
    throw .malformed(
      "zip entry '\(entry.name)'", offset: entry.packed.lowerBound,
      rule: "its bytes must have the checksum in the directory; is the file damaged?")
  }
}

/// A weak cache of an unpacked entry, shared by the tensors that view it.
private final class UnpackedEntry: Sendable {
  private struct Held {
    weak var bytes: FileBytes?
    var isCounted = false
  }

  private let held = Mutex(Held())

  /// True at the first call.
  func isNew() -> Bool {
    held.withLock { held in
      defer { held.isCounted = true }
      return !held.isCounted
    }
  }

  func bytes(
    unpack: () throws(CheckpointError) -> FileBytes
  ) throws(CheckpointError) -> FileBytes {
    if let bytes = held.withLock({ $0.bytes }) { return bytes }
    let bytes = try unpack()
    held.withLock { $0.bytes = bytes }
    return bytes
  }
}
