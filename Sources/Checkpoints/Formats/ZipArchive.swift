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
  }

  let bytes: FileBytes
  /// The entries in the order of the central directory.
  let entries: [Entry]
  private let byName: [String: Int]
  private let unpacked: [String: UnpackedEntry]

  init(_ bytes: FileBytes) throws(CheckpointError) {
    self.bytes = bytes
    entries = try ZipDirectory(bytes).entries()
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
  func tensorBytes(_ entry: Entry) -> TensorBytes {
    guard entry.isDeflated, let unpacked = unpacked[entry.name] else {
      return .view(bytes, entry.packed)
    }
    return .packed(count: entry.size) { () throws(CheckpointError) in
      try unpacked.bytes { () throws(CheckpointError) in try contents(of: entry) }
    }
  }

  /// The unpacked bytes of an entry, as a copy.
  func contents(of entry: Entry) throws(CheckpointError) -> FileBytes {
    let packed = UnsafeRawBufferPointer(rebasing: bytes.buffer[entry.packed])
    guard entry.isDeflated else {
      return FileBytes(count: entry.size) { $0.copyMemory(from: packed) }
    }
    return try inflate(packed, size: entry.size, name: entry.name)
  }
}

/// A weak cache of an unpacked entry, shared by the tensors that view it.
private final class UnpackedEntry: Sendable {
  private struct Held {
    weak var bytes: FileBytes?
  }

  private let held = Mutex(Held())

  func bytes(
    unpack: () throws(CheckpointError) -> FileBytes
  ) throws(CheckpointError) -> FileBytes {
    if let bytes = held.withLock({ $0.bytes }) { return bytes }
    let bytes = try unpack()
    held.withLock { $0.bytes = bytes }
    return bytes
  }
}
