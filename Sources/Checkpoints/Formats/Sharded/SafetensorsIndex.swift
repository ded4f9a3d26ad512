import Support

/// The index of a checkpoint in several files, `model.safetensors.index.json`.
///
/// Its object `weight_map` gives for each tensor the name of the file, in the index's folder, that
/// holds it. PyTorch's `pytorch_model.bin.index.json` is the same.
struct SafetensorsIndex {
  /// The names of the shards in ascending order.
  let shards: [String]
  /// The shard of each tensor.
  let shardOf: [String: String]

  /// Largest index in bytes, and most shards.
  private static let sizeLimit = 25_000_000
  private static let shardLimit = 1000

  /// Returns nil for anything but an index whose shards are plain file names.
  init?(_ bytes: FileBytes) {
    guard bytes.starts(with: [UInt8(ascii: "{")]), bytes.count <= Self.sizeLimit,
      let map = (try? JSON(bytes, of: "index"))?["weight_map"]?.members, !map.isEmpty
    else { return nil }
    let size = map.reduce(0) { $0 + 64 + $1.key.utf8.count }
    guard (try? bytes.budget.allocate(size)) != nil else { return nil }
    var shardOf: [String: String] = [:]
    for member in map {
      guard let shard = member.value.string, Self.isPlainName(shard) else { return nil }
      shardOf[member.key] = shard
    }
    self.shardOf = shardOf
    shards = Set(shardOf.values).sorted()
    guard shards.count <= Self.shardLimit else { return nil }
  }

  /// Maps the shards in the folder of `index`; throws `missingCompanion` with the first missing one.
  func map(beside index: FileBytes) throws(CheckpointError) -> [FileBytes] {
    var files: [FileBytes] = []
    for shard in shards {
      guard let folder = index.folder else { throw .missingCompanion(shard) }
      do {
        files.append(try FileBytes(mapping: "\(folder)/\(shard)", partOf: index))
      } catch {
        throw .missingCompanion(shard)
      }
    }
    return files
  }

  private static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".."
      && !name.utf8.contains { $0 == 0x2F || $0 == 0x5C || $0 < 0x20 }
  }
}

extension FileBytes {
  /// Size in bytes of the file and, if it is an index, of its shards.
  var wholeCount: Int {
    let shards = (try? SafetensorsIndex(self)?.map(beside: self)) ?? []
    return shards.reduce(count) { $0 + $1.count }
  }
}
