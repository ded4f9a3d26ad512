/// Reads checkpoints in several files through their index; every shard is mapped.
enum ShardedReader: CheckpointReader {
  static func recognises(_ bytes: FileBytes) -> Bool { SafetensorsIndex(bytes) != nil }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    guard let index = SafetensorsIndex(bytes) else {
      throw .malformed("shard index", offset: 0, rule: "it must have a weight_map of file names")
    }
    var tensors: [StoredTensor] = []
    var missing = index.shardOf
    var contents: CheckpointContents?
    for (shard, file) in zip(index.shards, try index.map(beside: bytes)) {
      bytes.budget.extend(byFileOf: file.count)
      let found = try CheckpointContents(shard: file, named: shard)
      contents = contents ?? found
      for tensor in found.groups.flatMap(\.tensors) {
        guard let listed = missing.removeValue(forKey: tensor.name) else {
          guard index.shardOf[tensor.name] == nil else {
            throw .duplicate("sharded checkpoint", name: tensor.name)
          }
          throw .malformed(
            "shard '\(shard)'", offset: 0, rule: "the index must list its '\(tensor.name)'")
        }
        guard listed == shard else {
          throw .malformed(
            "shard index", offset: 0,
            rule: "'\(tensor.name)' is in '\(shard)', but it must be in '\(listed)'")
        }
        tensors.append(tensor)
      }
    }
    if let tensor = missing.keys.min(), let shard = missing[tensor] {
      throw .malformed("shard '\(shard)'", offset: 0, rule: "it must hold '\(tensor)'")
    }
    guard var contents else { throw .noTensors }
    contents.groups = [TensorGroup(path: "", tensors: tensors)]
    return contents
  }
}

extension CheckpointContents {
  /// Reads one shard, which is a safetensors file or one of PyTorch.
  fileprivate init(shard file: FileBytes, named name: String) throws(CheckpointError) {
    let readers: [any CheckpointReader.Type] = [SafetensorsReader.self, TorchZipReader.self]
    if let foreign = ForeignFormat(file) { throw .foreign(foreign) }
    guard let reader = readers.first(where: { $0.recognises(file) }) else {
      throw .unsupported("shard '\(name)'", feature: "another format than safetensors")
    }
    self = try reader.read(file)
  }
}
