import Architectures
import Checkpoints
import Foundation
import Tensors
import Testing

/// Checkpoints that are folders, and checkpoints in several files.
@Suite struct CheckpointFolderTests {
  /// Seeded B0 of timm in two shards with their index.
  private struct Sharded {
    let folder: String
    let network = Variant.named("b0")?.network(NetworkOptions(classes: 3))
    let first = "model-00001-of-00002.safetensors"
    let second = "model-00002-of-00002.safetensors"

    init(_ folder: String) throws {
      self.folder = folder
      let weights = SeededWeights(seed: 5).stateDictionary(for: try #require(network))
      var shards = [StateDictionary(), StateDictionary()]
      var map: [String] = []
      for (position, name) in weights.names.enumerated() {
        let shard = position * 2 / weights.names.count
        shards[shard][name] = weights[name]
        map.append("\"\(name)\":\"\(shard == 0 ? first : second)\"")
      }
      for (name, shard) in zip([first, second], shards) {
        try write(SafetensorsWriter.bytes(of: shard, metadata: ["format": "pt"]), name)
      }
      let index = "{\"metadata\":{\"total_size\":1},\"weight_map\":{\(map.joined(separator: ","))}}"
      try write(Array(index.utf8), "model.safetensors.index.json")
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: folder + name))
    }

    func bytes(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + name)))
    }
  }

  @Test func shardsAreReadAsOneNetworkWithOneDigest() async throws {
    try await withTemporaryFolder { plain in
      let folder = plain.hasSuffix("/") ? plain : plain + "/"
      let sharded = try Sharded(folder)
      let expected = SeededWeights(seed: 5).stateDictionary(for: try #require(sharded.network))
      for path in [folder, String(folder.dropLast()), folder + "model.safetensors.index.json"] {
        let loaded = try Checkpoint.load(file: path, dialect: .timm)
        #expect(loaded.options.classes == 3)
        #expect(loaded.weights.names == expected.names)
        #expect(
          loaded.weights.names.allSatisfy {
            loaded.weights[$0]?.elements == expected[$0]?.elements
          })
        let whole = FileBytes(
          try sharded.bytes(sharded.first) + (try sharded.bytes(sharded.second)))
        #expect(loaded.digest?.hexadecimal == FileDigest(of: whole).hexadecimal)
      }
    }
  }

  @Test func shardsAreInstalledAndVerifiedTogether() async throws {
    try await withTemporaryFolder { plain in
      let folder = plain.hasSuffix("/") ? plain : plain + "/"
      let sharded = try Sharded(folder)
      let store = WeightStore(folder: folder + "store")
      let entry = try store.install(file: folder, named: "two", dialect: .timm)
      try entry.verify()
      #expect(entry.record.size > 15 << 20)
      #expect(try Checkpoint.load(entry).options.classes == 3)
      let copy = URL(fileURLWithPath: "\(store.folder)/two/\(sharded.second)")
      var bytes = try Data(contentsOf: copy)
      bytes[bytes.count - 1] ^= 1
      try bytes.write(to: copy)
      #expect(throws: CheckpointError.self) { try entry.verify() }
    }
  }

  @Test func aMissingShardIsNamed() async throws {
    try await withTemporaryFolder { plain in
      let folder = plain.hasSuffix("/") ? plain : plain + "/"
      let sharded = try Sharded(folder)
      try FileManager.default.removeItem(atPath: folder + sharded.second)
      #expect(throws: CheckpointError.missingCompanion(sharded.second)) {
        try Checkpoint.load(file: folder)
      }
    }
  }

  @Test func indexAndShardsMustAgree() async throws {
    try await withTemporaryFolder { plain in
      let folder = plain.hasSuffix("/") ? plain : plain + "/"
      let sharded = try Sharded(folder)
      let index = "model.safetensors.index.json"
      let text = String(decoding: try sharded.bytes(index), as: UTF8.self)
      func expectRefusal(_ changed: String, _ part: String) throws {
        try sharded.write(Array(changed.utf8), index)
        let error = #expect(throws: CheckpointError.self) { try Checkpoint.load(file: folder) }
        #expect(error?.why.contains(part) == true, "\(String(describing: error))")
      }
      let entry = "\"blocks.0.0.bn1.bias\":\"\(sharded.first)\""
      try expectRefusal(
        text.replacing(entry, with: "\"blocks.0.0.bn1.bias\":\"\(sharded.second)\""),
        "'blocks.0.0.bn1.bias' is in")
      try expectRefusal(
        text.replacing(entry + ",", with: ""), "must list its 'blocks.0.0.bn1.bias'")
      try expectRefusal(
        text.replacing(entry, with: entry + ",\"more\":\"\(sharded.second)\""), "must hold 'more'")
      // A second copy of a tensor, which the index gives only once.
      try sharded.write(try sharded.bytes(sharded.first), sharded.second)
      try expectRefusal(text, "twice")
    }
  }

  @Test(arguments: ["../model.safetensors", "/etc/passwd", "..", ""])
  func shardsOutsideTheFolderAreNoIndex(place: String) {
    let index = "{\"weight_map\":{\"bn1.bias\":\"\(place)\"}}"
    #expect(throws: CheckpointError.self) {
      try CheckpointContents(reading: FileBytes(Array(index.utf8)))
    }
  }

  @Test func theOnlyCheckpointOfAFolderIsTakenAndSeveralAreNamed() async throws {
    try await withTemporaryFolder { plain in
      let folder = plain.hasSuffix("/") ? plain : plain + "/"
      #expect(throws: CheckpointError.ambiguousFolder([])) { try Checkpoint.load(file: folder) }
      let file = try SyntheticCheckpoint(.torchvision, "b0")
      func write(_ name: String) throws {
        try Data(file.safetensors).write(to: URL(fileURLWithPath: folder + name))
      }
      try write("best.pth")
      try write("notes.txt")
      #expect(try Checkpoint.load(file: folder).name == "best.pth")
      try write("last.pth")
      #expect(throws: CheckpointError.ambiguousFolder(["best.pth", "last.pth"])) {
        try Checkpoint.load(file: folder)
      }
      try write("model.safetensors")
      #expect(try Checkpoint.load(file: folder).name == "model.safetensors")
    }
  }
}
